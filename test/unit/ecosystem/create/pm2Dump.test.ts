import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pm2DumpApps } from '../../../../src/ecosystem/create/pm2Dump.ts';
import { outlineOf } from './folderOf.ts';

const entry = {
  name: 'api',
  pm_exec_path: '/srv/shop/api/server.js',
  pm_cwd: '/srv/shop/api',
  exec_interpreter: 'node',
  exec_mode: 'cluster_mode',
  instances: 2,
  args: ['--fast'],
  node_args: ['--enable-source-maps'],
  env: { PORT: '4000', AWS_SECRET_ACCESS_KEY: 'live' },
};

function proposed(entries: unknown): readonly string[] {
  return outlineOf(pm2DumpApps(JSON.stringify(entries), { folder: '/srv/shop', path: '~/.pm2/dump.pm2' }));
}

test('the apps of a dump that run in the folder are proposed once, with as many instances as ran', () => {
  const python = {
    ...entry,
    name: 'jobs',
    pm_exec_path: '/opt/tools/jobs.py',
    pm_cwd: '/srv/shop',
    exec_interpreter: 'python3',
    exec_mode: 'fork_mode',
    args: undefined,
    node_args: [],
    env: {},
  };
  const elsewhere = ['/srv/shopping', '/srv', '/opt'].map((pm_cwd) => ({ ...entry, name: pm_cwd, pm_cwd }));
  assert.deepEqual(proposed([entry, entry, python, ...elsewhere]), [
    '* api: --enable-source-maps server.js --fast, in api, x2, cluster, port 4000',
    '* jobs: python3 /opt/tools/jobs.py',
  ]);
});

test('a dump that is damaged proposes nothing', () => {
  for (const entries of [{}, [null, 1, { name: 'x' }], 'x', [{ ...entry, pm_cwd: 3 }]])
    assert.deepEqual(proposed(entries), []);
  assert.deepEqual(pm2DumpApps('[{', { folder: '/x', path: 'dump.pm2' }), []);
});
