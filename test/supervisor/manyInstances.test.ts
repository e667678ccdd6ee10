import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import type { Params } from '../../src/protocol/contract.ts';
import { droverIn } from './droverIn.ts';
import type { StampedApp } from './stampedApps.ts';
import { mostAtOnce, namesOf, stampedFiles, stampsOf } from './stampedApps.ts';
import { TestWorkspace, instancesOf, until } from './testWorkspace.ts';

/** By name and index, as the file declares them. */
function declared(apps: readonly StampedApp[]): string[] {
  return apps.flatMap(({ name, instances = 1 }) =>
    Array.from({ length: instances }, (_, index) => `${name}-${index}`),
  );
}

function pidsOf(client: SupervisorClient): (number | null)[] {
  return client.snapshot.instances.map(({ pid }) => pid);
}

function isAllOnline(client: SupervisorClient): boolean {
  return client.snapshot.instances.every(({ status }) => status === 'online');
}

interface Fixture extends AsyncDisposable {
  readonly workspace: TestWorkspace;
  readonly client: SupervisorClient;
  readonly start: (options?: Partial<Params<'apps/start'>>) => Promise<boolean[]>;
}

async function stamped(apps: readonly StampedApp[]): Promise<Fixture> {
  const workspace = new TestWorkspace({ files: stampedFiles(apps) });
  const client = await workspace.load();
  return {
    workspace,
    client,
    start: async (options = {}) => {
      const params = { targets: ['all'], env: workspace.env, wait: true, ...options };
      const { outcomes } = await client.request('apps/start', params);
      return outcomes.map(({ ok }) => ok);
    },
    [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose](),
  };
}

const many: readonly StampedApp[] = [
  { name: 'web', instances: 24 },
  { name: 'api', instances: 24 },
  { name: 'fork', instances: 14, exec_mode: 'fork' },
  { name: 'one' },
  { name: 'two' },
];

test('64 instances start and restart so many at a time, and all of them come up', async () => {
  await using it = await stamped(many);
  const { workspace, client } = it;
  const parallel = 5;
  assert.deepEqual(
    await it.start({ parallel }),
    many.map(() => true),
  );
  assert.equal(client.snapshot.instances.length, 64);
  const started = stampsOf(workspace);
  assert.deepEqual(namesOf(started, 'start').toSorted(), declared(many).toSorted());
  assert.ok(mostAtOnce(started, 'start') <= parallel, String(mostAtOnce(started, 'start')));

  const before = pidsOf(client);
  await client.request('apps/restart', { targets: ['all'], wait: true, parallel });
  await until(client, () => isAllOnline(client));
  assert.equal(new Set([...before, ...pidsOf(client)]).size, 128);
  const restarted = stampsOf(workspace).slice(started.length);
  assert.equal(namesOf(restarted, 'ready').length, 64);
  // Whoever has been stopped is up again before too many others are stopped.
  assert.ok(mostAtOnce(restarted, 'stop') <= parallel, String(mostAtOnce(restarted, 'stop')));
});

const few: readonly StampedApp[] = [
  { name: 'zoo', instances: 3 },
  { name: 'ant', instances: 2, exec_mode: 'fork' },
  { name: 'bee' },
];

test('with --parallel 1 each comes up after the one before, in the order of the file', async () => {
  await using it = await stamped(few);
  const { workspace } = it;
  const { run } = droverIn(workspace);
  const oneByOne = declared(few);
  const done = await run(['start', 'bee', 'zoo', 'ant', '--parallel', '1', '--wait']);
  assert.equal(done.code, 0, done.err);
  const started = stampsOf(workspace);
  assert.deepEqual(
    started.map(({ event, name }) => `${event} ${name}`),
    oneByOne.flatMap((name) => [`start ${name}`, `ready ${name}`]),
  );
  const restarted = await run(['restart', 'all', '--parallel', '1', '--wait']);
  assert.equal(restarted.code, 0, restarted.err);
  assert.deepEqual(
    stampsOf(workspace)
      .slice(started.length)
      .map(({ event, name }) => `${event} ${name}`),
    oneByOne.flatMap((name) => [`stop ${name}`, `start ${name}`, `ready ${name}`]),
  );
});

test('a reload of all with --parallel 1 brings up one successor at a time', async () => {
  await using it = await stamped([
    { name: 'web', instances: 2 },
    { name: 'api', instances: 2 },
  ]);
  await it.start();
  const before = pidsOf(it.client);
  const started = stampsOf(it.workspace).length;
  const { code, err } = await droverIn(it.workspace).run(['reload', 'all', '--parallel', '1']);
  assert.equal(code, 0, err);
  await until(it.client, () => isAllOnline(it.client));
  assert.equal(new Set([...before, ...pidsOf(it.client)]).size, 8);
  assert.equal(mostAtOnce(stampsOf(it.workspace).slice(started), 'start'), 1);
});

/** Never ready. */
const gated = { env: { GATE: 'gate' } };

test('a stop while others wait for their turn works at once, and they never start', async () => {
  await using it = await stamped([{ name: 'slow', instances: 62, ...gated }]);
  const { client, workspace } = it;
  const starting = it.start({ parallel: 2 });
  await until(client, () => pidsOf(client).filter((pid) => pid !== null).length === 2);
  assert.ok(client.snapshot.instances.every(({ status }) => status === 'launching'));
  const { outcomes } = await client.request('apps/stop', { targets: ['all'] });
  assert.deepEqual(
    outcomes.map(({ ok }) => ok),
    [true],
  );
  await until(client, ({ instances }) => instances.every(({ status }) => status === 'stopped'));
  await starting;
  const begun = namesOf(stampsOf(workspace), 'start');
  assert.deepEqual(
    begun.filter((name) => !['slow-0', 'slow-1'].includes(name)),
    [],
  );
});

test('the restart of one that waits for its turn is called off by a stop', async () => {
  await using it = await stamped([{ name: 'web', instances: 4, ...gated }]);
  const { client, workspace } = it;
  const gate = workspace.write('gate', '');
  await it.start();
  rmSync(gate);
  const restarting = client.request('apps/restart', { targets: ['web'], parallel: 1 });
  await until(client, () => instancesOf(client.snapshot, 'web')[0]?.status === 'launching');
  // What waits for its turn serves meanwhile.
  assert.equal(instancesOf(client.snapshot, 'web')[3]?.status, 'online');
  await client.request('apps/stop', { targets: ['web-3'] });
  workspace.write('gate', '');
  await restarting;
  await until(client, () =>
    instancesOf(client.snapshot, 'web').every(({ status, restarts, index }) =>
      index === 3 ? status === 'stopped' : status === 'online' && restarts === 1,
    ),
  );
  assert.equal(namesOf(stampsOf(workspace), 'start').filter((name) => name === 'web-3').length, 1);
});

test('what crashes comes back while others wait for their turn', async () => {
  await using it = await stamped([{ name: 'slow', instances: 3, ...gated }, { name: 'web' }]);
  const { client, workspace } = it;
  await it.start({ targets: ['web'] });
  const starting = client.request('apps/start', { targets: ['slow'], env: workspace.env, parallel: 1 });
  await until(client, () => instancesOf(client.snapshot, 'slow')[0]?.pid !== null);
  const pid = instancesOf(client.snapshot, 'web')[0]?.pid ?? 0;
  process.kill(pid, 'SIGKILL');
  await until(client, () => {
    const [web] = instancesOf(client.snapshot, 'web');
    return web?.status === 'online' && web.pid !== pid;
  });
  assert.equal(instancesOf(client.snapshot, 'slow')[1]?.pid, null);
  await client.request('apps/stop', { targets: ['slow'] });
  await starting;
});

test('dependencies and the limit cannot keep each other waiting', async () => {
  const apps = [
    { name: 'last', depends_on: { middle: 'online' } },
    { name: 'middle', instances: 2, depends_on: { first: 'online' } },
    { name: 'first' },
  ];
  await using it = await stamped(apps);
  assert.deepEqual(await it.start({ parallel: 1 }), [true, true, true]);
  assert.deepEqual(namesOf(stampsOf(it.workspace), 'start'), ['first-0', 'middle-0', 'middle-1', 'last-0']);
});

test('more than there are places for start, although none of them ever is ready', async () => {
  const instances = availableParallelism() + 6;
  await using it = await stamped([{ name: 'slow', instances, ...gated }]);
  assert.deepEqual(await it.start({ wait: false }), [true]);
  assert.ok(pidsOf(it.client).every((pid) => pid !== null));
  assert.ok(it.client.snapshot.instances.every(({ status }) => status === 'launching'));
});

for (const value of ['0', 'abc', '-1', '1.5']) {
  test(`--parallel ${value} is wrong usage`, async () => {
    await using workspace = new TestWorkspace();
    for (const verb of ['start', 'restart', 'reload']) {
      const { code, err } = await droverIn(workspace).run([verb, 'all', `--parallel=${value}`]);
      assert.equal(code, 2);
      assert.match(err, /--parallel <n>.*It must be a whole number/);
    }
  });
}
