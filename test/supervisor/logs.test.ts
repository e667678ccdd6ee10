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

test('clearing empties the lines in memory and every file, and what comes later is kept', async () => {
  await using workspace = new TestWorkspace({
    files: {
      'ecosystem.json': JSON.stringify({
        apps: [
          { name: 'ticks', script: 'ticks.js', out_file: 'ticks.log' },
          { name: 'other', script: 'ticks.js', out_file: 'other.log' },
        ],
      }),
      'ticks.js': 'console.log("begin"); process.stdin.on("data", (text) => console.log(`read ${text}`));',
    },
  });
  const client = await workspace.load();
  const id = instancesOf(client.snapshot, 'ticks')[0]?.id ?? '';
  await client.request('apps/start', { targets: ['all'], env: workspace.env });
  const linesOf = async (name: string): Promise<string[]> => {
    const instance = instancesOf(client.snapshot, name)[0]?.id ?? '';
    return (await client.request('logs/read', { instance, lines: 10 })).lines.map(({ text }) => text);
  };
  await waitFor(
    'the first lines',
    async () => (await linesOf('ticks')).length === 1 && (await linesOf('other')).length === 1,
  );
  workspace.write('ticks.log.1', 'older\n');
  const { instances } = await client.request('logs/clear', { targets: ['ticks'] });
  assert.deepEqual(instances, [id]);
  assert.deepEqual(await linesOf('ticks'), []);
  assert.equal(readFileSync(join(workspace.folder, 'ticks.log'), 'utf8'), '');
  assert.ok(!readdirSync(workspace.folder).includes('ticks.log.1'));
  assert.deepEqual(await linesOf('other'), ['begin']);
  assert.deepEqual(await client.request('instances/input', { instance: id, text: 'me' }), { problem: null });
  await waitFor('the answer', async () => (await linesOf('ticks')).includes('read me'));
  await client.request('apps/stop', { targets: ['all'] });
  const { problem } = await client.request('instances/input', { instance: id, text: 'me' });
  assert.equal(problem?.code, 'input-none');
  assert.equal(readFileSync(join(workspace.folder, 'ticks.log'), 'utf8'), 'read me\n');
});

test('the last crash is told with its last words, also when the instance runs again', async () => {
  await using workspace = new TestWorkspace({
    files: {
      'ecosystem.json': JSON.stringify({ apps: [{ name: 'once', script: 'once.js', restart_delay: 10 }] }),
      'once.js': `
        const { existsSync, writeFileSync } = require('node:fs');
        setInterval(() => 0, 1e6);
        if (existsSync('crashed')) return;
        writeFileSync('crashed', '');
        for (let line = 0; line < 80; line += 1) console.log(line);
        console.error('no database');
        process.exit(3);
      `,
    },
  });
  const client = await workspace.load();
  const instance = instancesOf(client.snapshot, 'once')[0]?.id ?? '';
  assert.deepEqual(await client.request('instances/lastCrash', { instance }), { crash: null });
  await client.request('apps/start', { targets: ['once'], env: workspace.env });
  await until(client, ({ instances }) => instances[0]?.status === 'online' && instances[0].restarts === 1);
  const { crash } = await client.request('instances/lastCrash', { instance });
  assert.deepEqual([crash?.code, crash?.signal, crash?.lines.length], [3, null, 50]);
  assert.ok(crash?.lines.some(({ text, stream }) => text === 'no database' && stream === 'err'));
});
