import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normaliseEcosystem } from '../../../src/ecosystem/normalise.ts';
import type { Told } from '../../../src/supervisor/memoryLimits.ts';
import { findExcess } from '../../../src/supervisor/memoryLimits.ts';

const limits = new Map([
  ['web/0', 100],
  ['web/1', 100],
]);
const pids = new Map([
  ['web/0', 10],
  ['web/1', 11],
  ['api/0', 12],
]);
const nobody: Told = new Map();

test('whoever uses more than the limit is found, once for all that do', () => {
  const rows = [
    { instance: 'web/0', memory: 101 },
    { instance: 'web/1', memory: 300 },
    { instance: 'api/0', memory: 900 },
  ];
  const { excess, told } = findExcess(rows, pids, limits, nobody);
  assert.deepEqual(excess, [
    { instance: 'web/0', bytes: 101, limit: 100 },
    { instance: 'web/1', bytes: 300, limit: 100 },
  ]);
  assert.deepEqual(findExcess(rows, pids, limits, told).excess, []);
});

test('the limit itself may be used', () => {
  assert.deepEqual(findExcess([{ instance: 'web/0', memory: 100 }], pids, limits, nobody).excess, []);
});

test('being told holds for one process: the next one is told of again', () => {
  const rows = [{ instance: 'web/0', memory: 200 }];
  const { told } = findExcess(rows, pids, limits, nobody);
  const restarted = new Map([['web/0', 20]]);
  assert.equal(findExcess(rows, restarted, limits, told).excess.length, 1);
});

test('it holds while nothing is measured, or less is used', () => {
  const over = [{ instance: 'web/0', memory: 200 }];
  let { told } = findExcess(over, pids, limits, nobody);
  for (const rows of [[], [{ instance: 'web/0', memory: 50 }]])
    ({ told } = findExcess(rows, pids, limits, told));
  assert.deepEqual(findExcess(over, pids, limits, told).excess, []);
});

test('nothing is remembered of instances that ended', () => {
  const { told } = findExcess([{ instance: 'web/0', memory: 200 }], pids, limits, nobody);
  assert.equal(told.size, 1);
  assert.equal(findExcess([], new Map(), limits, told).told.size, 0);
});

test('without a process or a limit nothing can be exceeded', () => {
  const rows = [{ instance: 'web/0', memory: 200 }];
  assert.deepEqual(findExcess(rows, new Map(), limits, nobody).excess, []);
  assert.deepEqual(findExcess(rows, pids, new Map(), nobody).excess, []);
});

test('the limit is what the file says, and 0 is none', () => {
  const limitOf = (app: object): number | null | undefined =>
    normaliseEcosystem(
      { apps: [{ name: 'web', script: 'server.js', ...app }] },
      { path: '/srv/ecosystem.json', dialect: 'pm2' },
    ).apps[0]?.maxMemoryBytes;
  assert.equal(limitOf({ max_memory_restart: '1.5K' }), 1536);
  for (const none of [{}, { max_memory_restart: 0 }, { max_memory_restart: '0M' }])
    assert.equal(limitOf(none), null);
});
