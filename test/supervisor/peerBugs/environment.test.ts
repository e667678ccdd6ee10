import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { platform } from '../processes.ts';
import { sharedApps } from './runningApps.ts';

const report = 'report.cjs';

describe('the environment of apps', { concurrency: 4 }, () => {
  const running = sharedApps([
    { name: 'shell', script: report, min_uptime: 0 },
    { name: 'filters', script: report, filter_env: 'SECRET' },
    { name: 'inherits', script: report },
    { name: 'file', script: report, env_file: 'first.env' },
  ]);

  test('variables of the shell called name, autorestart and status change nothing about the app', async () => {
    const app = running().app('shell');
    const env = { ...app.shell, name: 'x', autorestart: 'false', status: 'stopped', instances: '4' };
    const { env: seen, pid } = await app.report(0, { env });
    assert.deepEqual([seen['name'], seen['autorestart'], seen['status']], ['x', 'false', 'stopped']);
    assert.deepEqual(
      app.instances.map(({ name }) => name),
      ['shell'],
    );
    platform.signal(pid, 'SIGKILL');
    await app.until((instance) => instance.pid !== null && instance.pid !== pid);
  });

  test('filter_env of one app takes the variable from that app and from no other', async () => {
    const [filters, inherits] = [running().app('filters'), running().app('inherits')];
    const env = { ...filters.shell, SECRET: 'told' };
    const { client } = running();
    await client.request('apps/start', { targets: [filters.id, inherits.id], env });
    assert.equal((await filters.report()).env['SECRET'], undefined);
    assert.equal((await inherits.report()).env['SECRET'], 'told');
  });

  test('env_file is a file with variables and no variable called file', async () => {
    const { env } = await running().app('file').report();
    assert.deepEqual([env['FROM_FILE'], env['env_file']], ['first', undefined]);
  });
});
