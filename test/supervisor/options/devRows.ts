import assert from 'node:assert/strict';
import type { Rows } from './row.ts';

const report = { script: '../report.cjs', wait_ready: true };
const dev = { dev: true } as const;

export const devRows: Rows = [
  {
    option: 'dev',
    shows: 'is merged over the options in DEV_MODE, which is told to the app',
    app: {
      script: 'report.cjs',
      instances: 3,
      args: ['--usual'],
      env: { KEPT: 'usual', CHANGED: 'usual', NODE_ENV: 'production' },
      dev: { args: ['--dev'], watch: false, env: { CHANGED: 'dev' } },
    },
    check: async (app) => {
      const { args, env } = await app.report(0, dev);
      assert.deepEqual(args, ['--dev']);
      assert.deepEqual(
        [env['DEV_MODE'], env['NODE_ENV'], env['KEPT'], env['CHANGED']],
        ['true', 'development', 'usual', 'dev'],
      );
      assert.deepEqual([app.info.runMode, app.info.watch, app.instances.length], ['dev', false, 1]);
    },
  },
  {
    option: 'dev',
    shows: 'env stands over what DEV_MODE sets',
    app: { script: 'report.cjs', dev: { watch: false, env: { NODE_ENV: 'test' } } },
    check: async (app) => {
      const { env } = await app.report(0, dev);
      assert.deepEqual([env['DEV_MODE'], env['NODE_ENV']], ['true', 'test']);
    },
  },
  {
    option: 'dev',
    shows: 'says what is watched, which is cwd else',
    app: { ...report, cwd: 'dev-some', dev: { watch: ['src'] } },
    others: [{ name: 'dev-all', ...report, cwd: 'dev-some', dev: { args: ['--dev'] } }],
    check: async (app) => {
      const all = app.other('dev-all');
      app.write('dev-some/src/index.js', '0');
      for (const one of [app, all]) {
        await one.start(dev);
        await one.reaches('online');
      }
      app.write('dev-some/index.js', '1');
      await all.until(({ restarts, status }) => restarts === 1 && status === 'online');
      assert.equal(app.instances[0]?.restarts, 0);
      app.write('dev-some/src/index.js', '1');
      await app.until(({ restarts }) => restarts === 1);
      assert.equal(app.info.changedFile, 'src/index.js');
    },
  },
  {
    option: 'dev',
    shows: 'changes nothing in the normal run mode',
    app: { script: 'report.cjs', args: ['--usual'], dev: { args: ['--dev'], env: { CHANGED: 'dev' } } },
    check: async (app) => {
      const { args, env } = await app.report();
      assert.deepEqual([args, env['DEV_MODE'], env['CHANGED']], [['--usual'], undefined, undefined]);
      assert.deepEqual([app.info.runMode, app.info.watch], ['normal', false]);
    },
  },
];
