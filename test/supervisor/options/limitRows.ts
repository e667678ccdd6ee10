import assert from 'node:assert/strict';
import type { Row, Rows } from './row.ts';

/** A row of an app that needs more memory than it may have, once. */
function memoryRow(shows: string, args: readonly string[], options: Row['app'] = {}): Row {
  return {
    option: 'max_memory_restart',
    shows,
    app: { script: 'memory.cjs', args, max_memory_restart: '150MB', ...options },
    check: async (app) => {
      await app.start();
      const first = Number((await app.line(/^up /)).split(' ')[1]);
      await app.until(({ restarts, pid }) => restarts === 1 && pid !== first && pid !== null);
      await app.line(/^up \d+ 0$/);
    },
  };
}

export const limitRows: Rows = [
  memoryRow('restarts an app that uses more', ['memory-once']),
  memoryRow('counts the children of a clustered instance, which is reloaded', ['memory-child', 'child'], {
    instances: 1,
    wait_ready: true,
  }),
  {
    option: 'max_memory_restart',
    shows: 'leaves an app alone that uses less',
    app: { script: 'memory.cjs', args: ['memory-less'], max_memory_restart: '2G' },
    others: [{ name: 'beside', script: 'memory.cjs', args: ['memory-beside'], max_memory_restart: '150M' }],
    check: async (app) => {
      await app.start();
      await app.line(/^up /);
      await app.other('beside').start();
      await app.other('beside').until(({ restarts }) => restarts === 1);
      assert.equal(app.instances[0]?.restarts, 0);
    },
  },
  {
    option: 'cron_restart',
    shows: 'restarts a running app at its times, with seconds where there are six fields',
    app: { script: 'report.cjs', cron_restart: '* * * * * *' },
    check: async (app) => {
      const { pid } = await app.report();
      await app.until((instance) => instance.pid !== null && instance.pid !== pid && instance.restarts >= 1);
    },
  },
];
