import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, folder, plan } from './planning.ts';
import { join } from 'node:path';

const node = { script: 'server.js' };

test('shell < env_file < env < env_<profile>', () => {
  const shellEnv = { A: 'shell', FROM_FILE: 'shell', SHARED: 'shell', B: 'shell' };
  const options = { ...node, env_file: '.env', env: { SHARED: 'env', B: 'env' }, env_test: { B: 'test' } };
  const { env } = plan(options, { shellEnv, profile: 'test' });
  assert.deepEqual([env['A'], env['FROM_FILE'], env['SHARED'], env['B']], ['shell', 'file', 'env', 'test']);
  check(options, { problems: ['profile-missing warning'] }, { profile: 'prod' });
});

test('an env_file that is missing is a warning, and one below cwd is found', () => {
  check({ ...node, env_file: 'gone.env' }, { problems: ['env-file-unreadable warning'] });
  const { env } = check({ script: '../server.js', cwd: 'server', env_file: 'only.env' }, {});
  assert.equal(env['BELOW'], '1');
});

test('filter_env drops inherited variables only', () => {
  const shellEnv = { AWS_KEY: '1', MY_AWS: '2', OTHER: '3' };
  const { env } = plan({ ...node, filter_env: ['AWS'], env: { AWS_REGION: 'eu' } }, { shellEnv });
  assert.deepEqual(
    [env['AWS_KEY'], env['MY_AWS'], env['OTHER'], env['AWS_REGION']],
    [undefined, undefined, '3', 'eu'],
  );
  assert.deepEqual(plan({ ...node, filter_env: true, env: { A: 1, NO_COLOR: 1 } }).env, {
    A: '1',
    NO_COLOR: '1',
  });
  const { env: one } = plan({ ...node, filter_env: 'AWS_KEY' }, { shellEnv });
  assert.deepEqual([one['AWS_KEY'], one['MY_AWS']], [undefined, '2']);
});

test('values are passed as text: objects as JSON, null as "null"', () => {
  const env = { A: { b: [1] }, B: null, C: true, D: 0, E: '', F: ['x'] };
  const planned = plan({ ...node, env }).env;
  const names = ['A', 'B', 'C', 'D', 'E', 'F'];
  assert.deepEqual(
    names.map((name) => planned[name]),
    ['{"b":[1]}', 'null', 'true', '0', '', '["x"]'],
  );
});

test('variables called like options are variables and nothing more', () => {
  const env = {
    name: 'x',
    status: 'x',
    autorestart: 'false',
    instances: '9',
    pm_id: 'x',
    cwd: '/x',
    PATH: '/x',
  };
  const shellEnv = { name: 'shell', max_restarts: '0', watch: 'true' };
  const planned = plan({ ...node, env }, { shellEnv });
  assert.deepEqual({ ...planned.env, ...env }, planned.env);
  assert.equal(planned.env['watch'], 'true');
  const plain = plan(node);
  assert.deepEqual({ ...planned.spec, env: {} }, { ...plain.spec, env: {} });
  assert.deepEqual([planned.instances, planned.script], [plain.instances, plain.script]);
});

describe('DEV_MODE', () => {
  const dev = { dev: true };

  test('is one watched instance with its two variables', () => {
    const {
      env,
      spec,
      instances,
      sharing: shares,
    } = plan({ ...node, instances: 4, env: { NODE_ENV: 'production' } }, dev);
    assert.deepEqual(
      [instances, shares, env['DEV_MODE'], env['NODE_ENV']],
      [1, 'cluster', 'true', 'development'],
    );
    assert.deepEqual(spec.watch?.paths, [folder]);
  });

  test('stands in a cluster, to be replaced without an interruption, unless dev.swap is false', () => {
    const sharingOf = (options: object): string => plan({ ...node, ...options }, dev).sharing;
    assert.equal(sharingOf({ instances: 4, dev: { swap: true } }), 'cluster');
    assert.equal(sharingOf({ instances: 4, dev: { swap: false } }), 'none');
    assert.equal(sharingOf({}), 'none');
  });

  test('lets env_development and then dev.env have the last word', () => {
    const options = {
      ...node,
      env_development: { NODE_ENV: 'test', A: 'profile' },
      dev: { env: { A: 'dev' } },
    };
    const { env } = plan(options, dev);
    assert.deepEqual([env['NODE_ENV'], env['A']], ['test', 'dev']);
  });

  test('takes the options of dev over the others', () => {
    const planned = plan(
      { ...node, args: 'a', kill_timeout: 5, dev: { script: 'main.ts', kill_timeout: '1s' } },
      dev,
    );
    assert.equal(planned.script, join(folder, 'main.ts'));
    assert.deepEqual([planned.spec.name, planned.spec.killTimeoutMs, planned.args], ['web', 1000, []]);
  });
});
