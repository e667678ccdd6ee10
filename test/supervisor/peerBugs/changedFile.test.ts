import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeChanges } from '../../../src/protocol/pendingChanges.ts';
import { droverIn } from '../droverIn.ts';
import type { Report } from '../options/rowApp.ts';
import { until } from '../testWorkspace.ts';
import { openApps } from './runningApps.ts';

const report = 'report.cjs';

test('a changed script, cwd, exec_mode, number of instances and log file are all taken over', async () => {
  const web = { name: 'web', script: report };
  await using running = await openApps([web], { 'sub/other.js': "require('../report.cjs');" });
  const app = running.app('web');
  assert.equal((await app.report()).isWorker, false);
  const changed = { script: 'other.js', cwd: 'sub', exec_mode: 'cluster', instances: 2, out_file: 'new.log' };
  await running.save([{ ...web, ...changed }]);
  await running.client.request('apps/apply', { targets: ['web'] });
  for (const index of [0, 1]) {
    const said = JSON.parse(await app.file(`sub/new-${index}.log`, /\n$/)) as Report;
    assert.deepEqual(
      [said.file, said.cwd, said.isWorker],
      [app.path('sub/other.js'), app.path('sub'), true],
      `instance ${index}`,
    );
  }
});

test('what is removed from the file is gone: variables, args, kill_timeout, max_memory_restart, cron_restart', async () => {
  const everySecond = { cron_restart: '* * * * * *', min_uptime: 0 };
  const beside = { name: 'beside', script: report, ...everySecond };
  const web = { name: 'web', script: report, min_uptime: 0 };
  const more = { env: { GONE: '1' }, args: ['--gone'], kill_timeout: 5_000, max_memory_restart: '1G' };
  await using running = await openApps([{ ...web, ...more, ...everySecond }, beside]);
  const app = running.app('web');
  assert.equal((await app.report()).env['GONE'], '1');
  await running.save([web, beside]);
  const { applied } = await running.client.request('apps/apply', { targets: ['web'] });
  assert.deepEqual(
    applied.map(({ name, changes }) => describeChanges(name, changes).split(', ').sort()),
    [
      [
        'cron_restart removed',
        'env GONE removed',
        'kill_timeout 5 s -> 1600 ms',
        'max_memory_restart removed',
        'web: args removed',
      ],
    ],
  );
  const now = JSON.parse(await app.line(/"args":\[\]/)) as Report;
  assert.equal(now.env['GONE'], undefined);

  // The other one still has its times: after two of them the first would have been restarted.
  const other = running.app('beside');
  await other.start();
  await other.until(({ restarts }) => restarts >= 3);
  assert.equal(app.instances[0]?.pid, now.pid);
});

test('two apps of one name are not mixed up, and a restart of the file does not start more of them', async () => {
  const apps = [
    { name: 'twin', script: report, env: { WHO: 'first' } },
    { name: 'twin', script: report, env: { WHO: 'second' } },
  ];
  await using running = await openApps(apps);
  assert.deepEqual(
    running.client.snapshot.files[0]?.problems.map(({ code, severity }) => [code, severity]),
    [['name-duplicate', 'error']],
  );
  const app = running.app('twin');
  assert.equal((await app.report()).env['WHO'], 'first');
  const targets = [app.path('ecosystem.json')];
  for (const restarts of [1, 2]) {
    await running.client.request('apps/restart', { targets });
    await app.until((instance) => instance.restarts === restarts && instance.pid !== null);
  }
  await app.reaches('online');
  const reports = app.printed().map((line) => (JSON.parse(line) as Report).env['WHO']);
  assert.deepEqual(new Set(reports), new Set(['first']));
  assert.deepEqual(await running.workspace.survivors(), [app.instances[0]?.pid]);
});

test('scaling to the number that there is already is no error and touches nothing', async () => {
  await using running = await openApps([{ name: 'web', script: report, instances: 2, wait_ready: true }]);
  const app = running.app('web');
  await app.start({ wait: true });
  const before = app.instances.map(({ pid }) => pid);
  const { code, err } = await droverIn(running.workspace).run(['scale', 'web', '2']);
  assert.deepEqual([code, err], [0, '']);
  assert.deepEqual(
    app.instances.map(({ pid }) => pid),
    before,
  );
});

test('an app that is removed is told to every client', async () => {
  const stays = { name: 'stays', script: report };
  await using running = await openApps([stays, { name: 'goes', script: report }]);
  const { client, workspace } = running;
  const other = await workspace.connect();
  await client.request('apps/start', { targets: ['all'], env: workspace.env });
  await running.save([stays]);
  await client.request('apps/apply', { targets: ['all'], prune: true });
  for (const one of [client, other]) {
    const { apps, instances } = await until(one, (now) => now.apps.length === 1);
    assert.deepEqual([apps.map(({ name }) => name), instances.length], [['stays'], 1]);
  }
});
