import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { describeProblem } from '../../src/protocol/problems.ts';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import { freePort } from './freePort.ts';
import { TestWorkspace, instancesOf, until } from './testWorkspace.ts';

/** Writes what happens to it into `order.log`; serves /health only from its second second of questions on. */
const server = `
const fs = require('node:fs');
const note = (what) => fs.appendFileSync('order.log', process.env.APP + ' ' + what + '\\n');
let asked = 0;
note('starts');
process.on('SIGINT', () => { note('stops'); process.exit(0); });
require('node:http').createServer((request, response) => {
  asked += 1;
  response.writeHead(asked > 2 ? 200 : 503).end(String(process.pid));
  if (asked === 3) note('is healthy');
}).listen(Number(process.env.PORT ?? 0), '127.0.0.1');
`;

const migration = `
const fs = require('node:fs');
fs.appendFileSync('order.log', 'migration starts\\n');
setTimeout(() => { fs.appendFileSync('order.log', 'migration is done\\n'); process.exit(Number(process.env.EXIT ?? 0)); }, 100);
`;

async function chain(options: { migrationExit?: number } = {}): Promise<TestWorkspace> {
  const [database, api] = [await freePort(), await freePort()];
  const healthy = {
    check_type: 'http',
    url: 'http://localhost:{PORT}/health',
    timeout: 2,
    interval: '100ms',
  };
  const apps = [
    { name: 'web', script: 'web.js', depends_on: ['api'], env: { APP: 'web' } },
    {
      name: 'api',
      script: 'server.js',
      port: api,
      health_check: healthy,
      env: { APP: 'api' },
      depends_on: { database: 'online', migration: 'completed' },
    },
    {
      name: 'database',
      script: 'server.js',
      port: database,
      health_check: healthy,
      env: { APP: 'database' },
    },
    {
      name: 'migration',
      script: 'migration.js',
      one_shot: true,
      depends_on: ['database'],
      env: { EXIT: String(options.migrationExit ?? 0) },
    },
  ];
  return new TestWorkspace({
    files: {
      'ecosystem.json': JSON.stringify({ apps }),
      'server.js': server,
      'web.js': server.replace('asked > 2', 'true'),
      'migration.js': migration,
    },
  });
}

function order(workspace: TestWorkspace): string[] {
  return readFileSync(join(workspace.folder, 'order.log'), 'utf8').trim().split('\n');
}

function pids(client: SupervisorClient): Record<string, number | null> {
  return Object.fromEntries(client.snapshot.instances.map(({ name, pid }) => [name, pid]));
}

test('a chain starts in order, each after the one before is healthy or done, and stops in reverse', async () => {
  await using workspace = await chain();
  const client = await workspace.load();
  // Whoever names the last one gets all that it waits for.
  const { outcomes } = await client.request('apps/start', {
    targets: ['web'],
    env: workspace.env,
    wait: true,
  });
  assert.deepEqual(
    outcomes.map(({ app, ok }) => [app, ok]),
    [['ecosystem.json#web', true]],
  );
  const started = order(workspace);
  assert.deepEqual(started, [
    'database starts',
    'database is healthy',
    'migration starts',
    'migration is done',
    'api starts',
    'api is healthy',
    'web starts',
  ]);
  const { snapshot } = await client.request('snapshot', {});
  assert.deepEqual(
    Object.fromEntries(snapshot.instances.map(({ name, status, health }) => [name, [status, health]])),
    {
      web: ['online', null],
      api: ['online', 'healthy'],
      database: ['online', 'healthy'],
      migration: ['completed', null],
    },
  );

  await client.request('apps/stop', { targets: ['all'] });
  assert.deepEqual(order(workspace).slice(started.length), ['web stops', 'api stops', 'database stops']);
  assert.deepEqual(await workspace.survivors(), []);
});

test('the middle one is healed when it is killed, and nobody else is touched', async () => {
  await using workspace = await chain();
  const client = await workspace.load();
  await client.request('apps/start', { targets: ['all'], env: workspace.env, wait: true });
  const before = pids(client);
  process.kill(before['api'] ?? 0, 'SIGKILL');
  await until(client, ({ instances }) => {
    const api = instances.find(({ name }) => name === 'api');
    return api?.status === 'online' && api.pid !== before['api'] && api.health === 'healthy';
  });
  const after = pids(client);
  assert.deepEqual({ ...after, api: 0 }, { ...before, api: 0 });
  assert.equal(order(workspace).filter((line) => line === 'migration starts').length, 1);
});

test('who waits for something that has failed says so, and goes on once it is mended', async () => {
  await using workspace = await chain({ migrationExit: 3 });
  const client = await workspace.load();
  const { outcomes } = await client.request('apps/start', {
    targets: ['web'],
    env: workspace.env,
    wait: true,
  });
  const [outcome] = outcomes;
  assert.equal(outcome?.ok, false);
  assert.equal(
    outcome.problem === null ? '' : describeProblem(outcome.problem),
    'It waits for "api", which is waiting. Start "api", or see its log.',
  );
  const { snapshot } = await client.request('snapshot', {});
  const [api] = instancesOf(snapshot, 'api');
  assert.equal(api?.status, 'waiting');
  assert.equal(
    api.problem === null ? '' : describeProblem(api.problem),
    'It waits for "migration", which is errored. Start "migration", or see its log.',
  );

  const file = readFileSync(join(workspace.folder, 'ecosystem.json'), 'utf8');
  workspace.write('ecosystem.json', file.replace('"EXIT":"3"', '"EXIT":"0"'));
  await client.request('files/load', { env: workspace.env });
  await client.request('apps/start', { targets: ['migration'], env: workspace.env, wait: true });
  await until(client, ({ instances }) =>
    ['web', 'api'].every((name) => instances.find((one) => one.name === name)?.status === 'online'),
  );
});

test('apps that wait for each other or for nobody are refused, and the others of the file run', async () => {
  const app = (name: string, dependsOn: readonly string[]): object => ({
    name,
    script: 'app.js',
    depends_on: dependsOn,
  });
  const apps = [app('a', ['b']), app('b', ['c']), app('c', ['a']), app('lost', ['nobody']), app('free', [])];
  await using workspace = new TestWorkspace({
    files: { 'ecosystem.json': JSON.stringify({ apps }), 'app.js': 'setInterval(() => {}, 1000);' },
  });
  const client = await workspace.load();
  const { outcomes } = await client.request('apps/start', { targets: ['all'], env: workspace.env });
  const said = new Map(
    outcomes.map(({ app: id, problem }) => [
      id.split('#')[1],
      problem === null ? 'ok' : describeProblem(problem),
    ]),
  );
  assert.equal(said.get('free'), 'ok');
  assert.match(said.get('a') ?? '', /a -> b -> c -> a/);
  assert.match(said.get('b') ?? '', /->/);
  assert.match(said.get('lost') ?? '', /"nobody"/);
  const { snapshot } = await client.request('snapshot', {});
  assert.deepEqual(
    snapshot.instances.filter(({ pid }) => pid !== null).map(({ name }) => name),
    ['free'],
  );
  assert.ok(!snapshot.apps.some(({ name, wanted }) => wanted && name !== 'free'));
});
