import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommandLine } from '../../../src/cli/program.ts';
import type { AppInfo, InstanceInfo } from '../../../src/protocol/model.ts';
import { app, fakeWorld, instance, supervisorWith } from './fakeWorld.ts';

const changes = [
  { kind: 'changed', option: 'instances', from: '2', to: '4' },
  { kind: 'removed', option: 'env PORT', from: null, to: null },
] as const;

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
  assert.equal(await runCommandLine(world, ['list']), 0);
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
  assert.match(world.out(), /^web +waiting +for db +/m);
});
