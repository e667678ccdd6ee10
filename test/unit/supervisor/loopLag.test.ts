import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoopLag } from '../../../src/supervisor/metrics/loopLag.ts';

class World {
  now = 0;
  isThere = true;
  readonly asked: boolean[] = [];
  readonly lag = new LoopLag(
    (on) => {
      this.asked.push(on);
      return this.isThere;
    },
    () => this.now,
  );
}

test('a process that is not there yet is asked again, one that is there once', () => {
  const world = new World();
  world.isThere = false;
  world.lag.measure(true);
  world.isThere = true;
  world.lag.measure(true);
  world.lag.measure(true);
  assert.deepEqual(world.asked, [true, true]);
});

test('nothing is known before the first answer, and after the last question', () => {
  const world = new World();
  world.lag.measure(true);
  assert.equal(world.lag.value, null);
  world.lag.take(3);
  assert.equal(world.lag.value, 3);
  world.lag.measure(false);
  world.lag.take(4);
  assert.equal(world.lag.value, null);
});

test('a program that has fallen silent is late by as long', () => {
  const world = new World();
  world.lag.measure(true);
  world.lag.take(3);
  world.now = 1900;
  assert.equal(world.lag.value, 3);
  world.now = 5000;
  assert.equal(world.lag.value, 5000);
  world.lag.take(4800);
  assert.equal(world.lag.value, 4800);
});
