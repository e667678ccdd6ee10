import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TimeSpan } from '../../../src/monitor/secondSeries.ts';
import { keptSeconds, SecondSeries, timeSpan } from '../../../src/monitor/secondSeries.ts';

const start = 1_000_000;

function span(last: number, seconds: number): TimeSpan {
  return { times: Array.from({ length: seconds }, (_, index) => last - seconds + 1 + index), step: 1 };
}

function add(series: SecondSeries, second: number, values: Readonly<Record<string, number>>): void {
  const instances = Object.keys(values);
  const all = instances.flatMap((name) => [values[name] ?? 0, 100, Number.NaN, 2]);
  series.add({ at: second * 1000 + 400, instances, values: Float32Array.from(all) });
}

test('every second of the time shown has its place', () => {
  const series = new SecondSeries();
  add(series, start, { web: 1 });
  add(series, start + 1, { web: 2 });
  assert.deepEqual(series.column('web', 'cpu', span(start + 1, 4)), [null, null, 1, 2]);
  assert.deepEqual(series.column('web', 'restarts', span(start + 1, 2)), [2, 2]);
  assert.equal(series.last, start + 1);
});

test('a sample that comes late breaks no line, a pause does', () => {
  const series = new SecondSeries();
  for (const second of [0, 2, 8]) add(series, start + second, { web: second });
  assert.deepEqual(series.column('web', 'cpu', span(start + 8, 9)), [
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
  assert.deepEqual(series.column('one', 'cpu', span(start + 1, 2)), [1, undefined]);
  assert.deepEqual(series.column('two', 'cpu', span(start + 1, 2)), [2, 3]);
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

test('long times have no more points than a chart can show, which stay where they are as time passes', () => {
  const [one, next, later] = [0, 1, 3].map((second) => timeSpan(start + 2 + second, keptSeconds));
  assert.deepEqual([one?.step, one?.times.length], [3, 300]);
  assert.equal(one?.times.at(-1), start + 2 - ((start + 2) % 3));
  assert.ok(one?.times.slice(1).every((time) => next?.times.includes(time) === true));
  assert.equal(later?.times.at(-2), one?.times.at(-1));
  assert.deepEqual(timeSpan(start, 60), span(start, 60));
});

test('a point of several seconds has the highest value of them', () => {
  const series = new SecondSeries();
  for (const [second, cpu] of [4, 9, 2, 5].entries()) add(series, start + second, { web: cpu });
  const times = [start - 3, start, start + 3];
  assert.deepEqual(series.column('web', 'cpu', { times, step: 3 }), [null, 9, 5]);
});
