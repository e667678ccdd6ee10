import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { World } from '../../../src/cli/world.ts';
import { runCommandLine } from '../../../src/cli/program.ts';
import type { AppInfo, InstanceInfo } from '../../../src/protocol/model.ts';
import { app, fakeWorld, instance, supervisorWith } from './fakeWorld.ts';

const changes = [
  { kind: 'changed', option: 'instances', from: '2', to: '4' },
  { kind: 'removed', option: 'env PORT', from: null, to: null },
] as const;

/** As a terminal without colours shows it. */
function onTerminal(world: World, columns: number): World {
  const { stdout } = world;
  const terminal = { write: (text: string) => stdout.write(text), isTTY: true, columns };
  return { ...world, env: { ...world.env, NO_COLOR: '1' }, stdout: terminal };
}

function snapshotOf(apps: readonly AppInfo[], instances: readonly InstanceInfo[]) {
  return { files: [], apps, instances };
}

test('list marks what differs from its file, what waits for what, and what is unhealthy', async (t) => {
  const db = app('db', { status: 'launching', pending: changes });
  const cache = app('cache', { listed: false });
  const failed = {
    code: 'watch-reload-failed',
    severity: 'warning',
    data: { reason: '', file: 'a.js' },
  } as const;
  const api = app('api', { problems: [failed] });
  const web = app('web', { status: 'waiting', dependsOn: ['cache', 'db'] });
  const late = app('late', { status: 'stopped', isNew: true });
  const down = { status: 'waiting', pid: null, port: null, startedAt: null } as const;
  const snapshot = snapshotOf(
    [db, cache, api, web, late],
    [
      instance(db, 0, { name: 'db', status: 'launching', health: 'unhealthy' }),
      instance(cache, 0, { name: 'cache', health: 'healthy' }),
      instance(api, 0, { name: 'api' }),
      instance(web, 0, { name: 'web', ...down }),
    ],
  );
  const world = await fakeWorld(t, { fake: supervisorWith(snapshot) });
  assert.equal(await runCommandLine(onTerminal(world, 120), ['list']), 0);
  assert.deepEqual(
    world
      .out()
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(0, 42).trimEnd()),
    [
      'name   status     health     note',
      'db     launching  unhealthy  changed',
      'cache  online     healthy    not in the fi',
      'api    online                reload failed',
      'web    waiting               for db',
      'late   stopped               new',
      'db: instances 2 -> 4, env PORT removed. "d',
    ],
  );
  assert.match(world.out(), /removed\. "drover start" applies it\.\n$/);
});

test('list --json has the changes as records', async (t) => {
  const web = app('web', { pending: changes });
  const world = await fakeWorld(t, { fake: supervisorWith(snapshotOf([web], [instance(web, 0)])) });
  assert.equal(await runCommandLine(world, ['list', '--json']), 0);
  const [listed] = JSON.parse(world.out()) as AppInfo[];
  assert.deepEqual(listed?.pending, changes);
});

test('an app that waits for the completion of one that runs names it', async (t) => {
  const db = app('db');
  const web = app('web', { dependsOn: ['db'] });
  const waiting = instance(web, 0, { name: 'web', status: 'waiting' });
  const world = await fakeWorld(t, { fake: supervisorWith(snapshotOf([db, web], [waiting])) });
  assert.equal(await runCommandLine(world, ['list']), 0);
  assert.match(world.out(), /^web +waiting .* for db$/m);
});

/** A cluster with one instance that uses most, and one that is down. */
function cluster() {
  const web = app('a-name-that-is-long');
  const api = app('api', { status: 'stopped' });
  const down = { status: 'stopped', pid: null, port: null, startedAt: null } as const;
  return snapshotOf(
    [web, api],
    [instance(web, 0), instance(web, 1, { restarts: 7 }), instance(api, 0, { name: 'api', ...down })],
  );
}

test('list fits the terminal: short titles, then fewer columns, then names cut in the middle', async (t) => {
  const shown = async (columns: number): Promise<string[]> => {
    const world = await fakeWorld(t, { fake: supervisorWith(cluster()) });
    assert.equal(await runCommandLine(onTerminal(world, columns), ['list']), 0);
    return world.out().trimEnd().split('\n').slice(0, 2);
  };
  assert.deepEqual(await shown(80), [
    'name                   status    pid  port  restarts  uptime   cpu   memory',
    'a-name-that-is-long-0  online   4000  3000         0      1m  1.3%  50.0 MB',
  ]);
  assert.deepEqual(await shown(70), [
    'name                   status    pid  port  ↺  uptime   cpu   memory',
    'a-name-that-is-long-0  online   4000  3000  0      1m  1.3%  50.0 MB',
  ]);
  assert.deepEqual(await shown(50), [
    'name                   status   port      mem',
    'a-name-that-is-long-0  online   3000  50.0 MB',
  ]);
  assert.deepEqual(await shown(20), ['name         status', 'a-nam…ong-0  online']);
  for (const columns of [80, 70, 60, 50, 40, 30, 20]) {
    for (const line of await shown(columns)) assert.ok(line.length <= columns, `${columns}: ${line}`);
  }
});

test('what no terminal reads has the same columns always, and something in each', async (t) => {
  const world = await fakeWorld(t, { fake: supervisorWith(cluster()) });
  assert.equal(await runCommandLine(world, ['list']), 0);
  const rows = world
    .out()
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));
  assert.deepEqual(rows[0], ['name', 'status', 'pid', 'port', 'restarts', 'uptime', 'cpu', 'memory']);
  assert.ok(rows.every((row) => row.length === 8));
  assert.deepEqual(rows[3]?.slice(0, 6), ['api', 'stopped', '-', '-', '0', '-']);
});

test('list --sort puts the instances of all apps in one order, those without a value last', async (t) => {
  const names = async (sort: string): Promise<string[]> => {
    const world = await fakeWorld(t, { fake: supervisorWith(cluster()) });
    assert.equal(await runCommandLine(world, ['list', '--sort', sort]), 0);
    const [, ...rows] = world.out().trimEnd().split('\n');
    return rows.map((row) => row.split(' ')[0] ?? '');
  };
  const [first, second] = ['a-name-that-is-long-0', 'a-name-that-is-long-1'];
  assert.deepEqual(await names('restarts:desc'), [second, first, 'api']);
  assert.deepEqual(await names('pid'), [first, second, 'api']);
  assert.deepEqual(await names('pid:desc'), [second, first, 'api']);
  assert.deepEqual(await names('name:desc'), ['api', second, first]);
  const world = await fakeWorld(t);
  assert.equal(await runCommandLine(world, ['list', '--sort', 'size']), 2);
  assert.match(world.err(), /It must be one of name, namespace, status, .*memory\./);
});

test('list --mini-list has the columns that matter most', async (t) => {
  const world = await fakeWorld(t, { fake: supervisorWith(cluster()) });
  assert.equal(await runCommandLine(world, ['ps', '-m']), 0);
  assert.match(world.out(), /^name +status +cpu +memory\n/);
});
