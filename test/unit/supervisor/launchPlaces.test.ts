import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { test } from 'node:test';
import type { Place } from '../../../src/supervisor/launchPlaces.ts';
import { LaunchPlaces, defaultPlaces } from '../../../src/supervisor/launchPlaces.ts';
import { randomFrom } from '../../fuzz/random.ts';
import { ManualTimer } from './manualTimer.ts';

function begun(places: readonly Place[]): number[] {
  return places.flatMap(({ hasBegun }, index) => (hasBegun ? [index] : []));
}

function take(places: LaunchPlaces, count: number): Place[] {
  return Array.from({ length: count }, () => places.take());
}

test('so many begin at once, the others in the order in which they came', async () => {
  const taken = take(new LaunchPlaces(2), 5);
  assert.deepEqual(begun(taken), [0, 1]);
  taken[1]?.leave();
  assert.deepEqual(begun(taken), [0, 2]);
  taken[0]?.leave();
  taken[2]?.leave();
  assert.deepEqual(begun(taken), [3, 4]);
  const order: number[] = [];
  for (const [index, { begun: turn }] of taken.entries()) void turn.then(() => order.push(index));
  await setImmediate();
  assert.deepEqual(order, [0, 1, 2, 3, 4]);
});

test('who leaves the line before its turn never begins, and takes nobody a place', async () => {
  const taken = take(new LaunchPlaces(1), 3);
  let hasBegun = false;
  void taken[1]?.begun.then(() => (hasBegun = true));
  taken[1]?.leave();
  taken[1]?.leave();
  assert.deepEqual(begun(taken), [0]);
  taken[0]?.leave();
  taken[0]?.leave();
  await setImmediate();
  assert.deepEqual([begun(taken), hasBegun], [[2], false]);
});

test('a place is given back after a while, where it need not be kept until a launch is over', () => {
  const timer = new ManualTimer();
  const taken = take(new LaunchPlaces(1, { patienceMs: 1_000, startTimer: timer.start }), 3);
  timer.fire();
  assert.deepEqual(begun(taken), [1]);
  taken[1]?.leaveEarly();
  assert.deepEqual(begun(taken), [2]);
  taken[2]?.leave();
  assert.equal(timer.running, 0);
});

test('a place without a limit of time is kept until it is left', () => {
  const taken = take(new LaunchPlaces(1), 2);
  taken[0]?.leaveEarly();
  assert.deepEqual(begun(taken), [0]);
});

test('there are a few more places than cores, and never none', () => {
  assert.equal(begun(take(defaultPlaces(2), 20)).length, 6);
  for (const limit of [0, -1, 1.5, Number.NaN]) assert.throws(() => new LaunchPlaces(limit), RangeError);
});

test('whatever comes in whatever order, no place is lost and none is given twice', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = randomFrom(seed);
    const limit = 1 + Math.floor(random() * 4);
    const timer = new ManualTimer();
    const places = new LaunchPlaces(limit, seed % 2 === 0 ? { patienceMs: 1, startTimer: timer.start } : {});
    const taken: Place[] = [];
    for (let step = 0; step < 60; step += 1) {
      const dice = random();
      if (dice < 0.5) taken.push(places.take());
      else if (dice < 0.95) taken[Math.floor(random() * taken.length)]?.leave();
      else timer.fire();
      const open = taken.filter(({ isOpen }) => isOpen).length;
      assert.equal(begun(taken).length, Math.min(limit, open), `seed ${seed}`);
    }
    for (const place of taken) place.leave();
    assert.equal(begun(take(places, limit + 1)).length, limit, `seed ${seed}`);
  }
});
