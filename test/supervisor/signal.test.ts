import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeProblem } from '../../src/protocol/problems.ts';
import { droverIn } from './droverIn.ts';
import { TestWorkspace, instancesOf, until } from './testWorkspace.ts';

/** Says which signals came, and starts a child that would say so, too. */
const listener = `
const { spawn } = require('node:child_process');
if (process.argv[2] !== 'child') spawn(process.execPath, [__filename, 'child'], { stdio: 'inherit' });
const who = process.argv[2] ?? 'instance ' + process.env.NODE_APP_INSTANCE;
process.on('SIGUSR2', () => console.log(who + ' got SIGUSR2'));
console.log(who + ' listens');
setInterval(() => {}, 1000);
`;

const files = {
  'listener.js': listener,
  'ecosystem.json': JSON.stringify({
    apps: [
      { name: 'many', script: 'listener.js', instances: 2, exec_mode: 'fork' },
      { name: 'down', script: 'listener.js' },
    ],
  }),
};

async function started(workspace: TestWorkspace) {
  const client = await workspace.load();
  const written: string[] = [];
  let look = (): void => undefined;
  client.onLogs(({ batches }) => {
    written.push(...batches.flatMap(({ lines }) => lines.map(({ text }) => text)));
    look();
  });
  const ids = client.snapshot.instances.map(({ id }) => id);
  await client.request('logs/subscribe', { instances: ids, tail: 0 });
  await client.request('apps/start', { targets: ['many'], env: workspace.env, wait: true });
  const lines = (pattern: RegExp, count: number): Promise<string[]> =>
    new Promise((resolve) => {
      look = () => {
        const found = written.filter((line) => pattern.test(line));
        if (found.length >= count) resolve(found);
      };
      look();
    });
  await lines(/listens/, 4);
  return { client, lines };
}

test('a signal reaches the own process of each instance, and nothing below it', async () => {
  await using workspace = new TestWorkspace({ files });
  const { client, lines } = await started(workspace);
  const { outcomes } = await client.request('instances/signal', { targets: ['many'], signal: 'SIGUSR2' });
  assert.deepEqual(
    outcomes.map(({ instance, ok }) => [instance?.split('#')[1], ok]),
    [
      ['many/0', true],
      ['many/1', true],
    ],
  );
  await lines(/got/, 2);
  const one = await client.request('instances/signal', { targets: ['many-1'], signal: 'SIGUSR2' });
  assert.equal(one.outcomes.length, 1);
  const got = await lines(/got/, 3);
  assert.deepEqual(got.toSorted(), [
    'instance 0 got SIGUSR2',
    'instance 1 got SIGUSR2',
    'instance 1 got SIGUSR2',
  ]);
});

test('an instance that a signal ends comes back, and what does not run takes none', async () => {
  await using workspace = new TestWorkspace({ files });
  const { client } = await started(workspace);
  const [before] = instancesOf(client.snapshot, 'many');
  await client.request('instances/signal', { targets: ['many-0'], signal: 'SIGKILL' });
  await until(client, (snapshot) => {
    const [after] = instancesOf(snapshot, 'many');
    return after?.status === 'online' && after.pid !== before?.pid;
  });
  const { outcomes } = await client.request('instances/signal', { targets: ['down'], signal: 'SIGHUP' });
  const said = outcomes.map(({ ok, problem }) => [ok, problem === null ? '' : describeProblem(problem)]);
  assert.deepEqual(said, [[false, 'It is not running.']]);
});

test('"drover signal" names signals as kill does, and refuses others', async () => {
  await using workspace = new TestWorkspace({ files });
  const { lines } = await started(workspace);
  const { run } = droverIn(workspace);
  assert.deepEqual(await run(['signal', 'usr2', 'many']), {
    code: 0,
    out: 'SIGUSR2 was sent to 2 instances.\n',
    err: '',
  });
  await lines(/got/, 2);
  const other = await run(['sendSignal', 'SIGNOTHING', 'many']);
  assert.equal(other.code, 2);
  assert.match(other.err, /SIGUSR2/);
  const down = await run(['signal', 'SIGHUP', 'down']);
  assert.deepEqual([down.code, down.err], [1, 'down: It is not running.\n']);
});
