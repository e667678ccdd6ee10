import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sharesOf } from '../../../../src/cli/load/shares.ts';

const two = [
  { id: 'a', name: 'web-0' },
  { id: 'b', name: 'web-1' },
];
const counts = (a: number | null, b: number | null): Map<string, number | null> =>
  new Map([
    ['a', a],
    ['b', b],
  ]);
const cpu = new Map([
  ['a', 30],
  ['b', 90],
]);

test('requests are shared by the difference of two counts', () => {
  assert.deepEqual(sharesOf(two, { before: counts(5, 0), after: counts(35, 10), cpu }), {
    sharesOf: 'requests',
    shares: [
      { name: 'web-0', requests: 30, share: 0.75 },
      { name: 'web-1', requests: 10, share: 0.25 },
    ],
  });
});

test('who has restarted in between has no share that is known', () => {
  const { shares } = sharesOf(two, { before: counts(50, 0), after: counts(0, 10), cpu });
  assert.deepEqual(shares, [
    { name: 'web-0', requests: null, share: null },
    { name: 'web-1', requests: 10, share: 1 },
  ]);
});

test('where nobody tells, or all are answered by children, it is the CPU time', () => {
  for (const count of [null, 7]) {
    const { sharesOf: of, shares } = sharesOf(two, {
      before: counts(count, count),
      after: counts(count, count),
      cpu,
    });
    assert.equal(of, 'cpu');
    assert.deepEqual(
      shares.map(({ requests, share }) => [requests, share]),
      [
        [null, 0.25],
        [null, 0.75],
      ],
    );
  }
});

test('without either, nothing is claimed', () => {
  const known = sharesOf(two, { before: counts(null, null), after: counts(null, null), cpu: new Map() });
  assert.equal(known.sharesOf, 'nothing');
  assert.ok(known.shares.every(({ share }) => share === null));
});
