import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { InstanceStatus } from '../../../src/protocol/model.ts';
import { platform } from '../processes.ts';
import { until } from '../testWorkspace.ts';
import { sharedApps } from './runningApps.ts';

const hour = 3_600_000;

/** `count.sh` ends with this code at once. */
function ends(name: string, code: number, options: object): Readonly<Record<string, unknown>> {
  return { name, script: 'count.sh', args: [`starts-${name}`, String(code)], ...options };
}

/** Becomes ready once as many as `PARTY` say have been started. */
const together = `
const fs = require('node:fs');
fs.mkdirSync('together', { recursive: true });
fs.writeFileSync('together/' + process.pid, '');
setInterval(() => {
  if (fs.readdirSync('together').length === Number(process.env.PARTY)) process.send('ready');
}, 20);
`;
const party = { script: 'together.cjs', wait_ready: true, listen_timeout: hour, env: { PARTY: 7 } };

describe('restarts and starts', { concurrency: 4 }, () => {
  const running = sharedApps(
    [
      ends('slow-loop', 1, { restart_delay: 1_600, max_restarts: 3 }),
      ends('backing-off', 1, { exp_backoff_restart_delay: 1_600, max_restarts: 3 }),
      ends('done', 0, { autorestart: false, restart_delay: hour }),
      ends('failed', 3, { autorestart: false, restart_delay: hour }),
      ends('restarted', 1, { restart_delay: hour }),
      ends('stopped', 1, { restart_delay: hour }),
      ends('flapping', 1, { restart_delay: 60, min_uptime: 0 }),
      ends('crashing', 1, { wait_ready: true, max_restarts: 2 }),
      { name: 'silent', script: 'signals.cjs', wait_ready: true, listen_timeout: 300, max_restarts: 1 },
      { name: 'sleeper', script: 'report.cjs', autostart: false },
      { name: 'cluster', ...party, instances: 3 },
      { name: 'plain', ...party, instances: 3, exec_mode: 'fork' },
      { name: 'single', ...party },
    ],
    { 'together.cjs': together },
  );

  for (const [name, title] of [
    ['slow-loop', 'a crash loop with a long restart_delay is given up all the same'],
    ['backing-off', 'a crash loop with a long exp_backoff_restart_delay is given up all the same'],
  ] as const) {
    test(title, async () => {
      const app = running().app(name);
      await app.start();
      const { problem } = await app.reaches('errored');
      assert.deepEqual([problem?.code, problem?.data['count']], ['gave-up', '3']);
    });
  }

  test('an app without autorestart that has a restart_delay does not pretend to wait for a restart', async () => {
    const [done, failed] = [running().app('done'), running().app('failed')];
    const seen = new Set<InstanceStatus>();
    const watching = running().client.onDidChange(() => {
      for (const { status } of [...done.instances, ...failed.instances]) seen.add(status);
    });
    await Promise.all([done.start(), failed.start()]);
    await Promise.all([done.reaches('completed'), failed.reaches('errored')]);
    watching.dispose();
    assert.ok(!seen.has('waiting restart'), [...seen].join());
  });

  test('an app that waits for its restart is restarted at once when asked to', async () => {
    const app = running().app('restarted');
    await app.start();
    await app.reaches('waiting restart');
    await app.restart();
    await app.line(/^start 2$/);
  });

  test('an app that waits for its restart has no pid that a stop could signal', async () => {
    const app = running().app('stopped');
    await app.start();
    const { pid } = await app.until(
      ({ status, retryAt }) => status === 'waiting restart' && retryAt !== null,
    );
    assert.equal(pid, null);
    await app.stop();
    const [instance] = app.instances;
    assert.deepEqual([instance?.status, instance?.retryAt], ['stopped', null]);
  });

  test('an app that crashes and comes back is never shown as stopped', async () => {
    const app = running().app('flapping');
    const seen = new Set<InstanceStatus>();
    const watching = running().client.onDidChange(() => {
      for (const { status, exit } of app.instances) if (exit !== null) seen.add(status);
    });
    await app.start();
    await app.until(({ restarts }) => restarts >= 3);
    watching.dispose();
    await app.stop();
    assert.ok(seen.has('waiting restart'));
    assert.ok(!seen.has('stopped'), [...seen].join());
  });

  test('a start that waits for wait_ready fails when the app crashes instead', async () => {
    const app = running().app('crashing');
    const { ok, problem } = await app.start({ wait: true });
    assert.deepEqual([ok, problem?.code], [false, 'gave-up']);
    assert.equal(app.instances[0]?.status, 'errored');
  });

  test('an app that never says that it is ready is not called online when the time is over', async () => {
    const app = running().app('silent');
    const seen = new Set<InstanceStatus>();
    const watching = running().client.onDidChange(() => {
      for (const { status } of app.instances) seen.add(status);
    });
    const { ok, problem } = await app.start({ wait: true });
    watching.dispose();
    assert.deepEqual([ok, problem?.code], [false, 'not-ready']);
    assert.equal(app.instances[0]?.status, 'errored');
    assert.ok(!seen.has('online'));
  });

  test('an app with autostart: false is started by a restart of its name, too', async () => {
    const app = running().app('sleeper');
    await app.restart();
    const { pid } = await app.reaches('online');
    assert.notEqual(platform.startTime(pid ?? 0), null);
  });

  test('apps and their instances start at the same time, not one after another', async () => {
    const { client, workspace } = running();
    const targets = ['cluster', 'plain', 'single'];
    await client.request('apps/start', { targets, env: workspace.env });
    await until(client, ({ apps }) =>
      targets.every((name) => apps.find((app) => app.name === name)?.status === 'online'),
    );
  });
});
