import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { LogLine } from '../../src/protocol/model.ts';
import { TestWorkspace, instancesOf, until } from './testWorkspace.ts';
import { waitFor } from './waitFor.ts';

const lines = 100_000;
const flood = `
for (let line = 0; line < ${lines}; line += 1) console.log(line + ' ünïcödé ' + 'x'.repeat(20));
process.exit(0);
`;

for (const mode of ['fork', 'cluster']) {
  test(`100,000 lines and then process.exit(): every line is in the log, ${mode} mode`, async () => {
    await using workspace = new TestWorkspace({
      files: {
        'ecosystem.json': JSON.stringify({
          apps: [{ name: 'flood', script: 'flood.js', exec_mode: mode, instances: 1, autorestart: false }],
        }),
        'flood.js': flood,
      },
    });
    const client = await workspace.load();
    const id = instancesOf(client.snapshot, 'flood')[0]?.id ?? '';
    await client.request('apps/start', { targets: ['flood'], env: workspace.env });
    const end = await until(client, ({ instances }) => instances[0]?.status === 'completed');
    assert.equal(end.instances[0]?.exit?.code, 0);

    const { files } = await client.request('logs/read', { instance: id, lines: 1 });
    await client.request('shutdown', {});
    const out = files.find((file) => file.endsWith('-out.log')) ?? '';
    const kept = readdirSync(dirname(out))
      .filter((name) => join(dirname(out), name).startsWith(out))
      .sort((a, b) => b.localeCompare(a, undefined, { numeric: true }));
    const text = kept.map((name) => readFileSync(join(dirname(out), name), 'utf8')).join('');
    const expected = Array.from({ length: lines }, (_, line) => `${line} ünïcödé ${'x'.repeat(20)}`);
    assert.ok(text === `${expected.join('\n')}\n`, 'the files differ from what was printed');
  });
}

test('a follower gets every line once, the tail first', async () => {
  await using workspace = new TestWorkspace({
    files: {
      'ecosystem.json': JSON.stringify({ apps: [{ name: 'ticks', script: 'ticks.js' }] }),
      'ticks.js': 'let tick = 0; setInterval(() => console.log(String(tick++)), 5);',
    },
  });
  const client = await workspace.load();
  const id = instancesOf(client.snapshot, 'ticks')[0]?.id ?? '';
  await client.request('apps/start', { targets: ['ticks'], env: workspace.env });
  const followed: LogLine[] = [];
  const enough = new Promise<void>((resolve) => {
    client.onLogs(({ batches }) => {
      followed.push(...batches.flatMap((batch) => batch.lines));
      if (followed.length > 100) resolve();
    });
  });
  const { batches } = await client.request('logs/subscribe', { instances: [id], tail: 5_000 });
  await enough;
  const all = [...(batches[0]?.lines ?? []), ...followed].map(({ text }) => text);
  assert.deepEqual(
    all,
    all.map((_, index) => String(index)),
  );
});

test('instances write to files of their own', async () => {
  await using workspace = new TestWorkspace({
    files: {
      'ecosystem.json': JSON.stringify({
        apps: [{ name: 'web', script: 'say.js', instances: 3, exec_mode: 'cluster', wait_ready: true }],
      }),
      'say.js':
        'console.log("I am " + process.env.NODE_APP_INSTANCE); process.send("ready"); setInterval(() => undefined, 1000);',
    },
  });
  const client = await workspace.load();
  await client.request('apps/start', { targets: ['web'], env: workspace.env, wait: true });
  for (const { id, index } of instancesOf(client.snapshot, 'web')) {
    // An instance may be ready before what it printed has been read.
    const lines = await waitFor(`a line of ${id}`, async () => {
      const read = await client.request('logs/read', { instance: id, lines: 10 });
      return read.lines.length > 0 && read.lines;
    });
    assert.deepEqual(
      lines.map(({ text }) => text),
      [`I am ${index}`],
    );
  }
});
