import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Capability } from '../../../src/extension/commands/capability.ts';
import { fittingRows } from '../../../src/extension/commands/capability.ts';
import { flattened } from '../../../src/extension/tree/row.ts';
import { buildRows } from '../../../src/extension/tree/rows.ts';
import { english } from '../../../src/ecosystem/translate.ts';
import { app, file, folder, instance } from './records.ts';

const other = app({ id: 'ecosystem.config.js#api', name: 'api', namespace: 'back', instances: 1 });
const snapshot = {
  files: [file()],
  apps: [app(), other],
  instances: [instance(), instance({ index: 1 }), instance({ app: other.id, name: 'api' })],
};
const layout = { groupBy: 'namespace', sort: 'file', filter: 'all' } as const;
const all = buildRows([folder({ snapshot })], { now: 0, layout, t: english });

function fitting(labels: readonly string[], capability: Capability): string[] {
  // An app and its only instance have the same name: the app comes first.
  const rows = labels.flatMap((label) => flattened(all).find((row) => row.label === label) ?? []);
  assert.equal(rows.length, labels.length);
  return fittingRows(rows, capability, all).map(({ label }) => label);
}

test('rows that can do it stay, others are left out', () => {
  assert.deepEqual(fitting(['web', 'web-0'], 'canStop'), ['web', 'web-0']);
  assert.deepEqual(fitting(['web', 'web-0'], 'canStart'), []);
});

test('an instance stands for its app where only apps can, once', () => {
  assert.deepEqual(fitting(['web-0', 'web-1'], 'canScale'), ['web']);
  assert.deepEqual(fitting(['web-0'], 'canOpenFile'), ['web']);
});

test('a group stands for its apps, but nobody opens the files of all of them', () => {
  assert.deepEqual(fitting(['default', 'back'], 'canDev'), ['web', 'api']);
  assert.deepEqual(fitting(['default', 'back'], 'canScaleDown'), ['web']);
  assert.deepEqual(fitting(['back'], 'hasScript'), []);
});

test('a group does by itself what groups can', () => {
  assert.deepEqual(fitting(['back'], 'canStop'), ['back']);
});
