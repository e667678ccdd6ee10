import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PendingChange } from '../../../src/protocol/model.ts';
import { describeChange, describeChanges } from '../../../src/protocol/pendingChanges.ts';

type Sides = readonly [from: string | null, to: string | null];

const long = 'x'.repeat(100);
const cases: readonly [PendingChange['kind'], option: string, Sides, words: string][] = [
  ['changed', 'instances', ['2', '4'], 'instances 2 -> 4'],
  ['changed', 'max_restarts', ['16', '3'], 'max_restarts 16 -> 3'],
  ['changed', 'script', ['a.js', 'b.js'], 'script a.js -> b.js'],
  ['changed', 'namespace', ['', 'shop'], 'namespace "" -> shop'],
  ['changed', 'env KEY', [null, null], 'env KEY changed'],
  ['changed', 'args', [`${long}a`, `${long}b`], 'args changed'],
  ['changed', 'args', ['a', long], `args a -> ${'x'.repeat(59)}…`],
  ['removed', 'env PORT', [null, null], 'env PORT removed'],
  ['removed', 'cron_restart', ['@daily', null], 'cron_restart removed'],
  ['added', 'env NEW', [null, null], 'env NEW added'],
  ['added', 'port', [null, '3000'], 'port 3000 added'],
];
for (const [kind, option, [from, to], words] of cases) {
  test(`a change is told as "${words}"`, () =>
    assert.equal(describeChange({ kind, option, from, to }), words));
}

test('the changes of an app follow its name', () => {
  const changes: PendingChange[] = [
    { kind: 'changed', option: 'instances', from: '2', to: '4' },
    { kind: 'removed', option: 'env PORT', from: null, to: null },
  ];
  assert.equal(describeChanges('api', changes), 'api: instances 2 -> 4, env PORT removed');
});
