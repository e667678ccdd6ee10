import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import { describeProblem } from '../../src/protocol/problems.ts';
import { freePort } from './freePort.ts';
import { TestWorkspace, instancesOf, until } from './testWorkspace.ts';

/** Answers after as many milliseconds as asked for by ?ms=, and leaves a file when it has begun with such a request. */
const server = `
require('node:http').createServer((request, response) => {
  const ms = Number(new URL(request.url, 'http://x').searchParams.get('ms') ?? 0);
  if (ms > 0) require('node:fs').writeFileSync('begun-' + process.env.NODE_APP_INSTANCE, '');
  setTimeout(() => response.end(String(process.env.NODE_APP_INSTANCE)), ms);
}).listen(Number(process.env.LISTEN ?? process.env.PORT));
`;

async function started(
  app: Readonly<Record<string, unknown>>,
): Promise<{ workspace: TestWorkspace; client: SupervisorClient }> {
  const workspace = new TestWorkspace({
    files: {
      'ecosystem.json': JSON.stringify({ apps: [{ name: 'web', script: 'server.js', ...app }] }),
      'server.js': server,
    },
  });
  const client = await workspace.load();
  const { outcomes } = await client.request('apps/start', {
    targets: ['web'],
    env: workspace.env,
    wait: true,
  });
  assert.ok(
    outcomes.every(({ ok }) => ok),
    JSON.stringify(outcomes),
  );
  return { workspace, client };
}

async function scaled(client: SupervisorClient, by: { instances?: number; by?: number }): Promise<string> {
  const { outcomes } = await client.request('apps/scale', { targets: ['web'], wait: true, ...by });
  const problem = outcomes[0]?.problem ?? null;
  return problem === null ? 'ok' : describeProblem(problem);
}

async function rows(
  client: SupervisorClient,
): Promise<{ index: number; pid: number | null; status: string }[]> {
  const { snapshot } = await client.request('snapshot', {});
  return instancesOf(snapshot, 'web').map(({ index, pid, status }) => ({ index, pid, status }));
}

test('a cluster is scaled up, down and up again: those that stay are untouched, the newest go first', async () => {
  const port = await freePort();
  const { workspace, client } = await started({ instances: 2, env: { LISTEN: port } });
  await using _ = workspace;
  const two = await rows(client);
  assert.equal(await scaled(client, { instances: 4 }), 'ok');
  const four = await rows(client);
  assert.deepEqual(four.slice(0, 2), two);
  assert.deepEqual(
    four.map(({ index, status }) => [index, status]),
    [0, 1, 2, 3].map((index) => [index, 'online']),
  );
  assert.equal(await scaled(client, { by: -1 }), 'ok');
  assert.deepEqual(await rows(client), four.slice(0, 3));
  assert.equal(await scaled(client, { by: 2 }), 'ok');
  const five = await rows(client);
  assert.deepEqual(five.slice(0, 3), four.slice(0, 3));
  assert.deepEqual(
    five.map(({ index }) => index),
    [0, 1, 2, 3, 4],
  );
});

test('an instance that is scaled away finishes what it has begun', async () => {
  const port = await freePort();
  const { workspace, client } = await started({ instances: 2, kill_timeout: 20_000, env: { LISTEN: port } });
  await using _ = workspace;
  const ask = async (query = ''): Promise<string> =>
    (await fetch(`http://127.0.0.1:${port}/${query}`, { headers: { connection: 'close' } })).text();
  const hasBegun = (index: number): boolean => existsSync(join(workspace.folder, `begun-${index}`));
  const slow: Promise<string>[] = [];
  while (!hasBegun(0) || !hasBegun(1)) {
    slow.push(ask('?ms=1000'));
    await ask();
  }
  assert.equal(await scaled(client, { instances: 1 }), 'ok');
  assert.deepEqual(new Set(await Promise.all(slow)), new Set(['0', '1']));
});

test('each instance of a range has its port; more than the range has are refused and nothing changes', async () => {
  const first = await freePort();
  const { workspace, client } = await started({ instances: 1, port: `${first}-${first + 1}` });
  await using _ = workspace;
  const one = await rows(client);
  assert.match(await scaled(client, { instances: 3 }), /has 2 ports, but 3 instances need one each/);
  assert.deepEqual(await rows(client), one);
  assert.match(await scaled(client, { by: -1 }), /at least one stays; stop the app instead/);
  assert.deepEqual(await rows(client), one);
});

test('an app that was one plain process becomes a cluster when it is scaled', async () => {
  const port = await freePort();
  const { workspace, client } = await started({ env: { LISTEN: port } });
  await using _ = workspace;
  assert.equal(client.snapshot.apps[0]?.sharing, 'none');
  assert.equal(await scaled(client, { instances: 3 }), 'ok');
  const { snapshot } = await client.request('snapshot', {});
  assert.equal(snapshot.apps[0]?.sharing, 'cluster');
  assert.deepEqual(
    instancesOf(snapshot, 'web').map(({ name, status }) => [name, status]),
    [0, 1, 2].map((index) => [`web-${index}`, 'online']),
  );
});

test('a stopped app is scaled for its next start, and the file has the last word once it changes', async () => {
  const port = await freePort();
  const { workspace, client } = await started({ instances: 2, env: { LISTEN: port } });
  await using _ = workspace;
  await client.request('apps/stop', { targets: ['web'] });
  assert.equal(await scaled(client, { instances: 3 }), 'ok');
  assert.deepEqual(
    (await rows(client)).map(({ status }) => status),
    ['stopped', 'stopped', 'stopped'],
  );
  await client.request('apps/start', { targets: ['web'], wait: true });
  assert.equal((await rows(client)).filter(({ status }) => status === 'online').length, 3);

  // Read again as it was: the three stay. With another number in it: that is pending.
  await client.request('files/load', { env: workspace.env });
  assert.deepEqual(client.snapshot.apps[0]?.pending, []);
  workspace.write(
    'ecosystem.json',
    JSON.stringify({ apps: [{ name: 'web', script: 'server.js', instances: 1, env: { LISTEN: port } }] }),
  );
  await client.request('files/load', { env: workspace.env });
  const { apps } = await until(client, (now) => now.apps[0]?.pending.length === 1);
  assert.deepEqual(apps[0]?.pending, [{ kind: 'changed', option: 'instances', from: '3', to: '1' }]);
});

test('an instance that is being scaled away is kept when it is needed again', async () => {
  const port = await freePort();
  const { workspace, client } = await started({ instances: 2, env: { LISTEN: port } });
  await using _ = workspace;
  const slow = [1, 2].map(() => fetch(`http://127.0.0.1:${port}/?ms=500`));
  await Promise.all([1, 2].map(async () => (await fetch(`http://127.0.0.1:${port}/`)).text()));
  const down = scaled(client, { instances: 1 });
  await until(client, ({ instances }) => instances.some(({ status }) => status === 'stopping'));
  assert.equal(await scaled(client, { instances: 3 }), 'ok');
  assert.equal(await down, 'ok');
  await Promise.all(slow);
  assert.deepEqual(
    (await rows(client)).map(({ index, status }) => [index, status]),
    [0, 1, 2].map((index) => [index, 'online']),
  );
});

test('a restart by a file that names fewer instances leaves no more than these', async () => {
  const app = { script: '/bin/sleep', args: ['1000'], instances: 4 };
  const { workspace, client } = await started(app);
  await using _ = workspace;
  const fewer = { name: 'web', ...app, instances: 2 };
  workspace.write('ecosystem.json', JSON.stringify({ apps: [fewer] }));
  await client.request('files/load', { env: workspace.env });
  await client.request('apps/restart', { targets: ['web'], wait: true });
  await until(client, (snapshot) => instancesOf(snapshot, 'web').length === 2);
  assert.deepEqual(
    (await rows(client)).map(({ index, status }) => [index, status]),
    [0, 1].map((index) => [index, 'online']),
  );
});
