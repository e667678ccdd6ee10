import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptSeconds, SecondSeries } from '../../../src/monitor/secondSeries.ts';

const start = 1_000_000;

function add(series: SecondSeries, second: number, values: Readonly<Record<string, number>>): void {
  const instances = Object.keys(values);
  const all = instances.flatMap((name) => [values[name] ?? 0, 100, Number.NaN, 2]);
  series.add({ at: second * 1000 + 400, instances, values: Float32Array.from(all) });
}

test('every second of the time shown has its place', () => {
  const series = new SecondSeries();
  add(series, start, { web: 1 });
  add(series, start + 1, { web: 2 });
  assert.deepEqual(series.column('web', 'cpu', { last: start + 1, count: 4 }), [null, null, 1, 2]);
  assert.deepEqual(series.column('web', 'restarts', { last: start + 1, count: 2 }), [2, 2]);
  assert.equal(series.last, start + 1);
});

test('a sample that comes late breaks no line, a pause does', () => {
  const series = new SecondSeries();
  for (const second of [0, 2, 8]) add(series, start + second, { web: second });
  assert.deepEqual(series.column('web', 'cpu', { last: start + 8, count: 9 }), [
    0,
    undefined,
    2,
    null,
    null,
    null,
    null,
    null,
    8,
  ]);
});

test('samples of two folders stand below each other', () => {
  const series = new SecondSeries();
  add(series, start, { one: 1 });
  add(series, start, { two: 2 });
  add(series, start + 1, { two: 3 });
  assert.deepEqual(series.column('one', 'cpu', { last: start + 1, count: 2 }), [1, undefined]);
  assert.deepEqual(series.column('two', 'cpu', { last: start + 1, count: 2 }), [2, 3]);
});

test('what is older than 15 minutes is forgotten, and its place is empty for whoever came later', () => {
  const series = new SecondSeries();
  add(series, start, { old: 1 });
  add(series, start + keptSeconds, { young: 2 });
  assert.ok(Number.isNaN(series.value('old', 'cpu', start)));
  assert.ok(Number.isNaN(series.value('old', 'cpu', start + keptSeconds)));
  add(series, start, { old: 7 });
  assert.equal(series.value('young', 'cpu', start + keptSeconds), 2);
});

test('what nobody told is not known', () => {
  const series = new SecondSeries();
  add(series, start, { web: 1 });
  assert.ok(Number.isNaN(series.value('web', 'lag', start)));
  assert.ok(Number.isNaN(series.value('api', 'cpu', start)));
  series.keep(new Set(['api']));
  assert.ok(Number.isNaN(series.value('web', 'cpu', start)));
});
