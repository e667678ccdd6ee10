import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { droverIn } from './droverIn.ts';
import { repository, TestWorkspace } from './testWorkspace.ts';

const burst = `
for (let index = 0; index < 12000; index++) console.log('line ' + index);
console.error('done');
setInterval(() => undefined, 1000000);
`;
const ticker = `
let count = 0;
setInterval(() => console.log('tick ' + count++), 20);
process.on('SIGUSR2', () => process.exit(3));
`;

function ecosystem(...apps: readonly object[]): Record<string, string> {
  return { 'burst.js': burst, 'ticker.js': ticker, 'ecosystem.json': JSON.stringify({ apps }) };
}

function linesOf(text: string): string[] {
  return text.split('\n').slice(0, -1);
}

/** Resolves when the burst is over, with every line of it in the file or on its way. */
async function started(workspace: TestWorkspace): Promise<ReturnType<typeof droverIn>> {
  const drover = droverIn(workspace);
  assert.equal((await drover.run(['start', '--wait'])).code, 0);
  const follower = drover.spawn(['logs', 'burst', '--err', '--raw']);
  for await (const line of createInterface(follower.stdout)) if (line === 'done') break;
  follower.kill();
  return drover;
}

test('lines that memory has no more come from the files, once each and in their order', async () => {
  await using workspace = new TestWorkspace({ files: ecosystem({ name: 'burst', script: 'burst.js' }) });
  const { run } = await started(workspace);
  const many = await run(['logs', 'burst', '--nostream', '--raw', '--out', '--lines', '9000']);
  assert.deepEqual(
    linesOf(many.out),
    Array.from({ length: 9000 }, (_one, index) => `line ${index + 3000}`),
  );
  const found = await run(['logs', 'burst', '--nostream', '--raw', '--grep', '^line 1\\d$']);
  assert.deepEqual(found.out, Array.from({ length: 10 }, (_one, index) => `line 1${index}\n`).join(''));

  const since = await run(['logs', 'burst', '--nostream', '--since', '1h']);
  assert.match(since.err, /has older lines that do not tell their time/);

  // A supervisor that has just begun has nothing in memory.
  await run(['kill']);
  assert.equal((await run(['start', 'ecosystem.json'])).code, 0);
  const after = await run(['logs', 'burst', '--nostream', '--raw', '--lines', '30000', '--out']);
  const texts = linesOf(after.out);
  assert.deepEqual(
    texts.slice(0, 12_000),
    Array.from({ length: 12_000 }, (_one, index) => `line ${index}`),
  );
});

test('lines that tell their time are found by it, whichever the format', async () => {
  const app = { name: 'burst', script: 'burst.js' };
  await using workspace = new TestWorkspace({
    files: ecosystem(
      { ...app, log_date_format: 'DD.MM.YYYY HH:mm:ss' },
      { ...app, name: 'json', log_type: 'json' },
    ),
  });
  const { run } = await started(workspace);
  for (const name of ['burst', 'json']) {
    const all = await run(['logs', name, '--nostream', '--raw', '--since', '1h', '--out']);
    assert.deepEqual(linesOf(all.out).slice(0, 2), ['line 0', 'line 1'], name);
    assert.deepEqual([linesOf(all.out).length, all.err], [12_000, '']);
    const none = await run(['logs', name, '--nostream', '--raw', '--until', '1h']);
    assert.deepEqual(linesOf(none.out), []);
  }
  const stamped = await run(['logs', 'burst', '--nostream', '--lines', '1', '--out', '--timestamp', 'HH:mm']);
  assert.match(stamped.out, /^\d\d:\d\d burst \| line 11999\n$/);
});

test('several apps are followed, and what comes later, with exits and restarts in between', async () => {
  const app = { script: 'ticker.js', namespace: 'clocks' };
  await using workspace = new TestWorkspace({
    files: ecosystem(
      { ...app, name: 'one', exec_mode: 'fork' },
      { ...app, name: 'two' },
      { ...app, name: 'late', autostart: false },
    ),
  });
  const { run, spawn } = droverIn(workspace);
  assert.equal((await run(['start', '--wait'])).code, 0);
  const follower = spawn(['logs', 'one', 'clocks', '--lines', '0']);
  const ended = once(follower, 'exit');
  const notes: string[] = [];
  createInterface(follower.stderr).on('line', (line) => notes.push(line));
  const begun = new Map<string, Promise<unknown>>();
  const first = new Map<string, string>();
  for await (const line of createInterface(follower.stdout)) {
    const [, name = '', text = ''] = /^(\S+) +\| (.*)$/.exec(line) ?? [];
    assert.notEqual(name, '', line);
    if (!first.has(name)) first.set(name, text);
    if (name === 'one' && !begun.has('scale')) begun.set('scale', run(['scale', 'one', '2']));
    if (name === 'one-1' && !begun.has('late')) begun.set('late', run(['start', 'late']));
    if (name === 'late' && !begun.has('signal')) begun.set('signal', run(['signal', 'SIGUSR2', 'two']));
    if (notes.some((note) => /^two +- restarted \(1 restart\)$/.test(note))) break;
  }
  await Promise.all(begun.values());
  // Nothing that new ones said first is missing.
  assert.equal(first.get('one-1'), 'tick 0');
  assert.equal(first.get('late'), 'tick 0');
  const exit = notes.findIndex((note) => /^two +- exited with code 3$/.test(note));
  assert.ok(exit >= 0 && exit < notes.findIndex((note) => note.includes('restarted')), notes.join('\n'));
  await run(['kill']);
  assert.deepEqual(await ended, [1, null]);
  assert.equal(notes.at(-1), 'The supervisor has ended.');
});

test('a reader that leaves ends it, and a filter holds while following', async () => {
  await using workspace = new TestWorkspace({ files: ecosystem({ name: 'clock', script: 'ticker.js' }) });
  const { run } = droverIn(workspace);
  assert.equal((await run(['start', '--wait'])).code, 0);
  const line = `'${process.execPath}' '${join(repository, 'dist/cli.cjs')}' logs clock --raw --lines 0 --grep '/TICK \\d*0$/i' | head -2`;
  const out = await new Promise<string>((resolve, reject) => {
    execFile(
      '/bin/sh',
      ['-c', line],
      { cwd: workspace.folder, env: { ...workspace.env, DROVER_HOME: '' } },
      (error, text) => {
        if (error === null) resolve(text);
        else reject(new Error('the pipe failed', { cause: error }));
      },
    );
  });
  assert.match(out, /^tick \d*0\ntick \d*0\n$/);
});
