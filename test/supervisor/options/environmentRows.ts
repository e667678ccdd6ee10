import assert from 'node:assert/strict';
import type { Row, Rows } from './row.ts';
import type { Report } from './rowApp.ts';

const report = 'report.cjs';

/** A row whose first instance has these variables; undefined for those it must not have. */
function variablesRow(
  [option, shows]: readonly [option: string, shows: string],
  options: Row['app'],
  expected: Readonly<Record<string, string | undefined>>,
): Row {
  return {
    option,
    shows,
    app: { script: report, ...options },
    check: async (app) => assert.deepEqual(pick(await app.report(), expected), expected),
  };
}

function pick({ env }: Report, names: object): Record<string, string | undefined> {
  return Object.fromEntries(Object.keys(names).map((name) => [name, env[name]]));
}

export const environmentRows: Rows = [
  variablesRow(
    ['env', 'wins over the shell, and its values become text'],
    {
      env: {
        SHARED: 'env',
        COUNT: 3,
        ON: true,
        LIST: [1, 'two'],
        DEEP: { a: { b: 1 } },
        NONE: null,
        EMPTY: '',
      },
    },
    {
      SHARED: 'env',
      FROM_SHELL: 'shell',
      COUNT: '3',
      ON: 'true',
      LIST: '[1,"two"]',
      DEEP: '{"a":{"b":1}}',
      NONE: 'null',
      EMPTY: '',
    },
  ),
  {
    option: 'env',
    shows: "never becomes an option, and the app gets Drover's few variables and no more",
    app: {
      script: report,
      filter_env: ['FROM_SHELL', 'SHARED'],
      env: { name: 'x', instances: 4, status: 's', autorestart: 'false' },
    },
    check: async (app) => {
      const { env } = await app.report();
      assert.equal(app.instances.length, 1);
      const inherited = new Set(Object.keys(process.env));
      const added = Object.keys(env).filter((name) => !inherited.has(name) && !name.startsWith('XDG_'));
      const colour = 'NO_COLOR' in env || inherited.has('FORCE_COLOR') ? [] : ['FORCE_COLOR'];
      assert.deepEqual(added.sort(), [
        'DROVER',
        'DROVER_INSTANCE',
        ...colour,
        'NODE_APP_INSTANCE',
        'PM2_INSTANCE_ID',
        'autorestart',
        'instances',
        'name',
        'pm_id',
        'status',
      ]);
    },
  },
  {
    option: 'env',
    shows: 'has env_<profile> merged over it when that is asked for',
    app: {
      script: report,
      env: { A: 'env', B: 'env' },
      env_production: { B: 'production' },
      env_test: { A: 'test' },
    },
    check: async (app) => {
      const { env } = await app.report(0, { profile: 'production' });
      assert.deepEqual([env['A'], env['B']], ['env', 'production']);
      assert.equal(app.info.profile, 'production');
    },
  },
  variablesRow(
    ['env', 'tells every instance its index'],
    { instances: 1, exec_mode: 'fork' },
    { NODE_APP_INSTANCE: '0', PM2_INSTANCE_ID: '0', pm_id: '0', DROVER: '1', PORT: undefined },
  ),
  variablesRow(
    ['env_file', 'wins over the shell, and env over it'],
    { env_file: 'first.env', env: { FROM_ENV: 'env' } },
    { FROM_FILE: 'first', SHARED: 'file', FROM_SHELL: 'shell', FROM_ENV: 'env' },
  ),
  variablesRow(
    ['env_file', 'may be a list, the later over the earlier'],
    { env_file: ['first.env', './second.env'], env: { SHARED: 'env' } },
    { FROM_FILE: 'second', FROM_SECOND: 'second', SHARED: 'env' },
  ),
  variablesRow(
    ['filter_env', 'drops inherited variables by parts of their names'],
    { filter_env: ['FROM_', 'nothing'], env: { FROM_ENV: 'stays' } },
    { FROM_SHELL: undefined, SHARED: 'shell', FROM_ENV: 'stays' },
  ),
  variablesRow(
    ['filter_env', 'may be one name'],
    { filter_env: 'SHARED' },
    { FROM_SHELL: 'shell', SHARED: undefined },
  ),
  variablesRow(
    ['filter_env', 'true drops everything inherited'],
    { filter_env: true, env: { FROM_ENV: 'stays' } },
    { FROM_SHELL: undefined, SHARED: undefined, HOME: undefined, FROM_ENV: 'stays' },
  ),
  {
    option: 'instance_var',
    shows: 'names the variable with the index',
    app: { script: report, instances: 2, instance_var: 'MY_INDEX' },
    check: async (app) => {
      const names = { MY_INDEX: '1', PM2_INSTANCE_ID: '1', NODE_APP_INSTANCE: undefined };
      assert.deepEqual(pick(await app.report(1), names), names);
    },
  },
  {
    option: 'increment_var',
    shows: 'grows by one from the value in env',
    app: { script: report, exec_mode: 'fork', instances: 3, increment_var: 'SHARD', env: { SHARD: 10 } },
    check: async (app) => {
      const shards = [await app.report(0), await app.report(1), await app.report(2)].map(
        ({ env }) => env['SHARD'],
      );
      assert.deepEqual(shards, ['10', '11', '12']);
    },
  },
  {
    option: 'increment_var',
    shows: 'begins at 0 without one',
    app: { script: report, exec_mode: 'fork', instances: 2, increment_var: 'SHARD' },
    check: async (app) =>
      assert.deepEqual([(await app.report(0)).env['SHARD'], (await app.report(1)).env['SHARD']], ['0', '1']),
  },
  {
    option: 'append_env_to_name',
    shows: 'calls the app by its profile too while it runs with that',
    app: { script: report, append_env_to_name: true, env_production: { STAGE: 'production' } },
    check: async (app) => {
      assert.equal((await app.report(0, { profile: 'production' })).env['STAGE'], 'production');
      assert.equal(app.instances[0]?.name, `${app.name}-production`);
    },
  },
];
