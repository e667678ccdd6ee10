import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import type { Row, Rows } from './row.ts';
import type { RowApp } from './rowApp.ts';

const report = 'report.cjs';
const cores = availableParallelism();

async function countOf(app: RowApp): Promise<number> {
  await app.start();
  for (const { index } of app.instances) await app.report(index);
  return app.instances.length;
}

function instancesRow(written: unknown, count: number): Row {
  return {
    option: 'instances',
    shows: `${JSON.stringify(written)} is ${count} here`,
    app: { script: report, instances: written },
    check: async (app) => assert.equal(await countOf(app), count),
  };
}

export const instanceRows: Rows = [
  {
    option: 'exec_mode',
    shows: '"cluster" puts one instance under a cluster host',
    app: { script: report, exec_mode: 'cluster_mode' },
    check: async (app) => assert.equal((await app.report()).isWorker, true),
  },
  {
    option: 'exec_mode',
    shows: '"fork" starts several plain processes',
    app: { script: report, exec_mode: 'fork', instances: 2 },
    check: async (app) =>
      assert.deepEqual([(await app.report(0)).isWorker, (await app.report(1)).isWorker], [false, false]),
  },
  {
    option: 'exec_mode',
    shows: 'is fork without instances and cluster with a number of them',
    app: { script: report },
    others: [{ name: 'one', script: report, instances: 1 }],
    check: async (app) => {
      assert.equal((await app.report()).isWorker, false);
      assert.equal((await app.other('one').report()).isWorker, true);
    },
  },
  instancesRow(3, 3),
  instancesRow('2', 2),
  instancesRow('max', cores),
  instancesRow(0, cores),
  instancesRow(-1, Math.max(1, cores - 1)),
  instancesRow(2.7, 2),
];
