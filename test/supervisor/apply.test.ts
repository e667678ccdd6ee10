import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeChanges } from '../../src/protocol/pendingChanges.ts';
import type { Snapshot } from '../../src/protocol/model.ts';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import { freePort } from './freePort.ts';
import { TestWorkspace, instancesOf, until } from './testWorkspace.ts';

const server = `
require('node:http').createServer((request, response) => {
  response.end(JSON.stringify({ pid: process.pid, port: process.env.PORT, mode: process.env.MODE ?? null }));
}).listen(Number(process.env.LISTEN));
`;
const idle = 'setInterval(() => {}, 1000);';

type App = Readonly<Record<string, unknown>>;

interface Fixture extends AsyncDisposable {
  readonly workspace: TestWorkspace;
  readonly client: SupervisorClient;
  readonly port: number;
  /** Writes the file and has it read. */
  readonly save: (...apps: readonly App[]) => Promise<void>;
}

async function fixture(...apps: readonly App[]): Promise<Fixture> {
  const workspace = new TestWorkspace({ files: { 'server.js': server, 'idle.js': idle } });
  const port = await freePort();
  const save = async (...next: readonly App[]): Promise<void> => {
    workspace.write('ecosystem.json', JSON.stringify({ apps: next }).replaceAll('"$PORT"', String(port)));
    await client.request('files/load', { env: workspace.env });
  };
  const client = await workspace.connect();
  await save(...apps);
  const { outcomes } = await client.request('apps/start', {
    targets: ['all'],
    env: workspace.env,
    wait: true,
  });
  assert.ok(
    outcomes.every(({ ok }) => ok),
    JSON.stringify(outcomes),
  );
  return { workspace, client, port, save, [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose]() };
}

const api = {
  name: 'api',
  script: 'server.js',
  instances: 2,
  env: { LISTEN: '$PORT', MODE: 'one', SECRET: 'x' },
};
const worker = { name: 'worker', script: 'idle.js' };

function pids(snapshot: Snapshot, app: string): (number | null)[] {
  return instancesOf(snapshot, app).map(({ pid }) => pid);
}

test('a changed file is described and applied exactly; its invalid part is a diagnostic', async () => {
  await using it = await fixture(api, worker, { ...worker, name: 'other' });
  const { client, save } = it;
  const before = client.snapshot;
  const { SECRET, ...env } = api.env;
  assert.equal(SECRET, 'x');
  await save({ ...api, instances: 4, env }, worker, { name: 'other' }, { ...worker, name: 'added' });

  const changed = await until(client, ({ apps }) => apps.some(({ pending }) => pending.length > 0));
  const info = changed.apps.find(({ name }) => name === 'api');
  assert.equal(describeChanges('api', info?.pending ?? []), 'api: instances 2 -> 4, env SECRET removed');
  assert.deepEqual(
    changed.apps.map(({ name, isNew, listed, pending }) => [name, isNew, listed, pending.length]),
    [
      ['api', false, true, 2],
      ['worker', false, true, 0],
      ['other', false, true, 0],
      ['added', true, true, 0],
    ],
  );
  assert.deepEqual(
    changed.files[0]?.problems.map(({ code, app }) => [code, app]),
    [['script-required', 'other']],
  );
  // Saving alone has touched nothing.
  assert.deepEqual(pids(changed, 'api'), pids(before, 'api'));

  const answer = await client.request('apps/apply', { targets: ['all'], wait: true });
  assert.deepEqual(
    answer.applied.map(({ name, action }) => [name, action]),
    [
      ['api', 'restarted'],
      ['worker', 'unchanged'],
      ['other', 'unchanged'],
      ['added', 'started'],
    ],
  );
  assert.ok(
    answer.outcomes.every(({ ok }) => ok),
    JSON.stringify(answer.outcomes),
  );
  const { snapshot } = await client.request('snapshot', {});
  assert.deepEqual(
    instancesOf(snapshot, 'api').map(({ status }) => status),
    ['online', 'online', 'online', 'online'],
  );
  assert.deepEqual(pids(snapshot, 'worker'), pids(before, 'worker'));
  assert.deepEqual(pids(snapshot, 'other'), pids(before, 'other'));
  assert.equal(instancesOf(snapshot, 'added')[0]?.status, 'online');
  assert.ok(snapshot.apps.every(({ pending, isNew }) => pending.length === 0 && !isNew));
});

test('only the number of instances changed: those that run stay, new ones come, and go again', async () => {
  await using it = await fixture(api);
  const { client, save } = it;
  const before = pids(client.snapshot, 'api');
  await save({ ...api, instances: 4 });
  const grown = await client.request('apps/apply', { targets: ['api'], wait: true });
  assert.deepEqual(
    grown.applied.map(({ action }) => action),
    ['scaled'],
  );
  const { snapshot } = await client.request('snapshot', {});
  assert.equal(pids(snapshot, 'api').length, 4);
  assert.deepEqual(pids(snapshot, 'api').slice(0, 2), before);

  await save({ ...api, instances: 1 });
  await client.request('apps/apply', { targets: ['api'], wait: true });
  const less = (await client.request('snapshot', {})).snapshot;
  assert.deepEqual(pids(less, 'api'), before.slice(0, 1));
});

test('options that no process was started with are taken over while it runs', async () => {
  await using it = await fixture(worker);
  const { client, save } = it;
  const before = pids(client.snapshot, 'worker');
  await save({ ...worker, max_restarts: 3, kill_timeout: '5s', namespace: 'back' });
  const { applied } = await client.request('apps/apply', { targets: ['worker'] });
  assert.deepEqual(
    applied.map(({ name, action, changes }) => [action, describeChanges(name, changes)]),
    [['updated', 'worker: namespace default -> back, max_restarts 16 -> 3, kill_timeout 1600 ms -> 5 s']],
  );
  const { snapshot } = await client.request('snapshot', {});
  assert.deepEqual(pids(snapshot, 'worker'), before);
  assert.equal(snapshot.apps[0]?.namespace, 'back');
});

test('an app that its file does not name any more runs on until it is asked to stop', async () => {
  await using it = await fixture(api, worker);
  const { client, save } = it;
  const before = pids(client.snapshot, 'worker');
  await save(api);
  const told = await client.request('apps/apply', { targets: ['all'] });
  assert.deepEqual(
    told.applied.map(({ name, action }) => [name, action]),
    [
      ['api', 'unchanged'],
      ['worker', 'unlisted'],
    ],
  );
  const { snapshot } = await client.request('snapshot', {});
  assert.deepEqual(pids(snapshot, 'worker'), before);
  assert.equal(snapshot.apps.find(({ name }) => name === 'worker')?.listed, false);

  await client.request('apps/apply', { targets: ['all'], prune: true });
  const after = (await client.request('snapshot', {})).snapshot;
  assert.deepEqual(
    after.apps.map(({ name }) => name),
    ['api'],
  );
});

test('a stopped app stays stopped, and a file that cannot be read changes nothing', async () => {
  await using it = await fixture(api, worker);
  const { client, save, workspace } = it;
  await client.request('apps/stop', { targets: ['worker'] });
  await save(api, { ...worker, args: ['--more'] });
  const { applied } = await client.request('apps/apply', { targets: ['all'] });
  assert.deepEqual(
    applied.map(({ name, action }) => [name, action]),
    [
      ['api', 'unchanged'],
      ['worker', 'unchanged'],
    ],
  );
  const before = pids(client.snapshot, 'api');
  workspace.write('ecosystem.json', '{ "apps": [ { "name": "api", ');
  const { problems } = await client.request('files/load', { env: workspace.env });
  assert.equal(problems[0]?.severity, 'error');
  const broken = await client.request('apps/apply', { targets: ['all'] });
  assert.deepEqual(
    broken.applied.map(({ action }) => action),
    ['unchanged', 'unchanged'],
  );
  const { snapshot } = await client.request('snapshot', {});
  assert.deepEqual(pids(snapshot, 'api'), before);
  assert.deepEqual(
    snapshot.apps.map(({ name, listed }) => [name, listed]),
    [
      ['api', true],
      ['worker', true],
    ],
  );
});

test('a change that cannot run is refused, and the app runs on as it is', async () => {
  await using it = await fixture(api);
  const { client, save } = it;
  const before = pids(client.snapshot, 'api');
  await save({ ...api, script: 'gone.js' });
  for (const request of ['apps/apply', 'apps/restart'] as const) {
    const { outcomes } = await client.request(request, { targets: ['api'], wait: true });
    assert.equal(outcomes[0]?.problem?.code, 'script-missing');
  }
  const { snapshot } = await client.request('snapshot', {});
  assert.deepEqual(pids(snapshot, 'api'), before);
});

test('an app with autostart: false is started by its name, not with its file', async () => {
  await using it = await fixture(worker, { ...worker, name: 'later', autostart: false });
  const { client, workspace } = it;
  const statuses = async (): Promise<string[]> =>
    (await client.request('snapshot', {})).snapshot.instances.map(({ status }) => status);
  assert.deepEqual(await statuses(), ['online', 'stopped']);
  await client.request('apps/restart', { targets: ['/./'], wait: true });
  assert.deepEqual(await statuses(), ['online', 'stopped']);
  await client.request('apps/start', { targets: ['later'], env: workspace.env, wait: true });
  assert.deepEqual(await statuses(), ['online', 'online']);
});

test('only what applying would start is new in its file', async () => {
  await using it = await fixture(worker);
  const { client, save } = it;
  await save(worker, { ...worker, name: 'added' }, { ...worker, name: 'later', autostart: false });
  const isNew = (): unknown => client.snapshot.apps.map(({ name, isNew }) => [name, isNew]);
  assert.deepEqual(isNew(), [
    ['worker', false],
    ['added', true],
    ['later', false],
  ]);
  const { applied } = await client.request('apps/apply', { targets: ['all'] });
  assert.deepEqual(
    applied.map(({ name, action }) => [name, action]),
    [
      ['worker', 'unchanged'],
      ['added', 'started'],
    ],
  );
});
