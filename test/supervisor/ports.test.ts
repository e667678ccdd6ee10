import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { describeProblem } from '../../src/protocol/problems.ts';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import { freePort } from './freePort.ts';
import { TestWorkspace } from './testWorkspace.ts';

const server = `require('node:http').createServer((_, response) => response.end()).listen(Number(process.env.PORT));`;

async function loaded(...apps: readonly object[]): Promise<TestWorkspace & { client: SupervisorClient }> {
  const workspace = new TestWorkspace({
    files: { 'ecosystem.json': JSON.stringify({ apps }), 'server.js': server },
  });
  return Object.assign(workspace, { client: await workspace.load() });
}

/** What became of each app that was started, as a sentence. */
async function start(
  { client, env }: TestWorkspace & { client: SupervisorClient },
  ...targets: readonly string[]
): Promise<Record<string, string>> {
  const { outcomes } = await client.request('apps/start', { targets, env, wait: true });
  const said = outcomes.map(({ app, problem }): [string, string] => [
    app.slice(app.indexOf('#') + 1),
    problem === null ? 'ok' : describeProblem(problem),
  ]);
  return Object.fromEntries(said);
}

test('two apps that want the same port are found out before either of them starts', async () => {
  const port = await freePort();
  await using workspace = await loaded(
    { name: 'web', script: 'server.js', port },
    { name: 'range', script: 'server.js', port: `${port - 1}-${port + 1}`, instances: 2 },
    { name: 'far', script: 'server.js', port: `auto:${port + 2}-${port + 9}` },
  );
  const { client } = workspace;
  const said = `Port ${port} is wanted by both "web" and "range". Give one of them another port.`;
  assert.deepEqual(
    client.snapshot.files[0]?.problems.map((problem) => [problem.severity, describeProblem(problem)]),
    [['warning', said]],
  );
  assert.deepEqual(await start(workspace, 'all'), { web: 'ok', range: said, far: 'ok' });
  const { snapshot } = await client.request('snapshot', {});
  assert.deepEqual(
    snapshot.instances
      .filter(({ name }) => name.startsWith('range'))
      .map(({ status, restarts }) => [status, restarts]),
    [
      ['stopped', 0],
      ['stopped', 0],
    ],
  );
  // With the one out of the way the other may have it.
  await client.request('apps/stop', { targets: ['web'] });
  assert.deepEqual(await start(workspace, 'range'), { range: 'ok' });
  assert.deepEqual(await start(workspace, 'web'), {
    web: `Port ${port} is wanted by both "range" and "web". Give one of them another port.`,
  });
});

test('a port that a stranger holds names the process and its command', async () => {
  const stranger = createServer().listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const address = stranger.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await using workspace = await loaded(
    { name: 'one', script: 'server.js', port },
    { name: 'cluster', script: 'server.js', port, instances: 2, exec_mode: 'cluster' },
  );
  for (const name of ['one', 'cluster']) {
    const { [name]: sentence = '' } = await start(workspace, name);
    assert.match(sentence, new RegExp(`^Port ${port} is already used by process ${process.pid} \\(.*node`));
  }
  assert.deepEqual(await workspace.survivors(), []);
  stranger.close();
});

test('an automatic port is kept over restarts, and given to nobody else meanwhile', async () => {
  const port = await freePort();
  const auto = `auto:${port}-${port + 20}`;
  await using workspace = await loaded(
    { name: 'a', script: 'server.js', port: auto, instances: 2 },
    { name: 'b', script: 'server.js', port: auto },
  );
  const ports = async (): Promise<(number | null)[]> =>
    (await workspace.client.request('snapshot', {})).snapshot.instances.map((instance) => instance.port);
  await start(workspace, 'all');
  const first = await ports();
  assert.equal(new Set(first).size, 3);
  await workspace.client.request('apps/restart', { targets: ['all'], wait: true });
  assert.deepEqual(await ports(), first);
});
