import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { english } from '../../../src/ecosystem/translate.ts';
import { ProgressLines } from '../../../src/extension/tasks/progressLines.ts';
import type { AppInfo, InstanceInfo, Snapshot } from '../../../src/protocol/model.ts';
import { app, instance } from './records.ts';

function snapshot(instances: readonly Partial<InstanceInfo>[], of: Partial<AppInfo> = {}): Snapshot {
  return {
    files: [],
    apps: [app(of)],
    instances: instances.map((one, index) => instance({ index, port: null, ...one })),
  };
}

function lines(...snapshots: readonly Snapshot[]): string[][] {
  const progress = new ProgressLines(['ecosystem.config.js#web'], english);
  return snapshots.map((one) => progress.next(one).map(stripVTControlCharacters));
}

test('each change is told once, with where the instance can be reached', () => {
  const down = snapshot([{ status: 'stopped' }, { status: 'stopped' }]);
  const half = snapshot([{ status: 'online', port: 3000 }, { status: 'launching' }]);
  const up = snapshot([{ status: 'online', port: 3000 }, { status: 'online' }]);
  assert.deepEqual(lines(down, half, half, up), [
    [],
    ['  web-0  online  http://localhost:3000', '  web-1  launching'],
    [],
    ['  web-1  online'],
  ]);
});

test('a port that is known later is told then, and a stop too', () => {
  const early = snapshot([{ status: 'online' }]);
  const later = snapshot([{ status: 'online', port: 8080 }]);
  assert.deepEqual(lines(early, later, snapshot([{ status: 'stopped' }])), [
    ['  web-0  online'],
    ['  web-0  online  http://localhost:8080'],
    ['  web-0  stopped'],
  ]);
});

test('other apps are not told of', () => {
  assert.deepEqual(lines(snapshot([{ app: 'ecosystem.config.js#api' }])), [[]]);
});

test('the sum says how many are up, and in which mode', () => {
  const progress = new ProgressLines(['ecosystem.config.js#web'], english);
  const sum = (of: Partial<AppInfo>): string[] => progress.summary(snapshot([], of));
  assert.deepEqual(sum({ online: 2, instances: 3 }), ['web: 2 of 3 instances online']);
  assert.deepEqual(sum({ online: 1, instances: 1, runMode: 'dev' }), [
    'web: 1 of 1 instances online, DEV_MODE',
  ]);
  assert.deepEqual(sum({ status: 'stopped', online: 0 }), ['web: stopped']);
  assert.deepEqual(sum({ status: 'completed', online: 0 }), ['web: completed']);
});
