import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import type { InstanceInfo } from '../../src/protocol/model.ts';
import { createPlatform } from '../../src/supervisor/platform/createPlatform.ts';
import { freePort } from './freePort.ts';
import { TestWorkspace, instancesOf, until } from './testWorkspace.ts';

/*
 * That something does not happen to a held instance is seen beside an app that is not held: when it has happened
 * to that one, it would have happened to the other.
 */

/** Unhealthy once `/sick` was asked for, or after as many health checks as SICK_AFTER says. */
const patient = `
const { PORT, SICK_AFTER = Infinity } = process.env;
let checks = 0;
let isSick = false;
require('node:http').createServer(({ url }, response) => {
  if (url === '/sick') isSick = true;
  if (url === '/health') checks += 1;
  response.statusCode = url === '/health' && (isSick || checks > Number(SICK_AFTER)) ? 500 : 200;
  response.end();
}).listen(Number(PORT), '127.0.0.1');
`;
const deaf = `
process.on('SIGINT', () => {});
process.send('ready');
setInterval(() => {}, 1000);
`;

function instance(client: SupervisorClient, app: string): InstanceInfo {
  const [found] = instancesOf(client.snapshot, app);
  assert.ok(found);
  return found;
}

async function hold(client: SupervisorClient, app: string, on = true): Promise<void> {
  await client.request('instances/hold', { instance: instance(client, app).id, on });
}

test('a failing health check restarts nothing that is held, and does so afterwards', async () => {
  const check = { check_type: 'http', interval: '100ms', retries: 1, timeout: '5s' };
  const app = async (name: string, env: object): Promise<object> => {
    const port = await freePort();
    const health_check = { ...check, url: `http://127.0.0.1:${port}/health` };
    return { name, script: 'patient.js', port, health_check, env };
  };
  const apps = [await app('held', {}), await app('other', { SICK_AFTER: 1 })];
  await using workspace = new TestWorkspace({
    files: { 'ecosystem.json': JSON.stringify({ apps }), 'patient.js': patient },
  });
  const client = await workspace.load();
  await client.request('apps/start', { targets: ['held'], env: workspace.env, wait: true });
  await hold(client, 'held');
  const before = instance(client, 'held');
  assert.deepEqual([before.held, before.status, before.health], [true, 'online', 'healthy']);
  await (await fetch(`http://127.0.0.1:${before.port}/sick`)).text();

  await client.request('apps/start', { targets: ['other'], env: workspace.env, wait: true });
  await until(client, () => instance(client, 'other').restarts >= 3);
  assert.deepEqual(instance(client, 'held'), before);

  await hold(client, 'held', false);
  await until(client, () => instance(client, 'held').restarts === 1);
  assert.equal(instance(client, 'held').problem?.code, 'unhealthy');
});

async function deafApps(): Promise<{ workspace: TestWorkspace; client: SupervisorClient }> {
  const apps = ['held', 'other'].map((name) => ({
    name,
    script: 'deaf.js',
    wait_ready: true,
    kill_timeout: 100,
  }));
  const workspace = new TestWorkspace({
    files: { 'ecosystem.json': JSON.stringify({ apps }), 'deaf.js': deaf },
  });
  const client = await workspace.load();
  await client.request('apps/start', { targets: ['all'], env: workspace.env, wait: true });
  return { workspace, client };
}

/** Stops "held", and afterwards "other" until it was killed. */
async function stopBoth(client: SupervisorClient): Promise<{ readonly stopped: Promise<unknown> }> {
  const { pid } = instance(client, 'held');
  const stopped = client.request('apps/stop', { targets: ['held'] });
  await client.request('apps/stop', { targets: ['other'] });
  assert.equal(instance(client, 'other').exit?.signal, 'SIGKILL');
  assert.equal(instance(client, 'held').status, 'stopping');
  assert.notEqual(createPlatform().startTime(pid ?? 0), null);
  return { stopped };
}

test('an instance that is held is not killed for being slow to stop, until it is let go', async () => {
  const { workspace, client } = await deafApps();
  await using _ = workspace;
  await hold(client, 'held');
  const { stopped } = await stopBoth(client);
  await hold(client, 'held', false);
  await stopped;
  assert.deepEqual(
    [instance(client, 'held').status, instance(client, 'held').exit?.signal],
    ['stopped', 'SIGKILL'],
  );
});

test('a client that leaves lets go of what it held, and of nothing that another one holds', async () => {
  const { workspace, client } = await deafApps();
  await using _ = workspace;
  const [first, second] = [await workspace.connect(), await workspace.connect()];
  await hold(first, 'held');
  await hold(second, 'held');
  await hold(first, 'other');
  first.dispose();
  await until(client, () => !instance(client, 'other').held);
  assert.equal(instance(client, 'held').held, true);

  const { stopped } = await stopBoth(client);
  second.dispose();
  await stopped;
  const { held, exit } = instance(client, 'held');
  assert.deepEqual([held, exit?.signal], [false, 'SIGKILL']);
});

test('an instance that is held is not late to become ready', async () => {
  const apps = ['held', 'other'].map((name) => ({
    name,
    script: 'silent.js',
    wait_ready: true,
    listen_timeout: 200,
    autorestart: false,
  }));
  await using workspace = new TestWorkspace({
    files: { 'ecosystem.json': JSON.stringify({ apps }), 'silent.js': 'setInterval(() => {}, 1000);' },
  });
  const client = await workspace.load();
  await hold(client, 'held');
  await client.request('apps/start', { targets: ['held'], env: workspace.env });
  await until(client, () => instance(client, 'held').pid !== null);
  const { outcomes } = await client.request('apps/start', {
    targets: ['other'],
    env: workspace.env,
    wait: true,
  });
  assert.equal(outcomes[0]?.problem?.code, 'not-ready');
  assert.equal(instance(client, 'held').status, 'launching');

  await hold(client, 'held', false);
  await until(client, () => instance(client, 'held').status === 'errored');
  assert.equal(instance(client, 'held').problem?.code, 'not-ready');
});

test('what is not there cannot be held', async () => {
  const { workspace, client } = await deafApps();
  await using _ = workspace;
  await assert.rejects(client.request('instances/hold', { instance: 'ecosystem.json#nope/0', on: true }), {
    name: 'noMatch',
  });
});
