import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slopeOf } from '../../soak/lineFit.ts';

test('the slope is that of the line, and of the best one where the points are on none', () => {
  const points = (ys: readonly number[]) => ys.map((y, x) => ({ x, y }));
  assert.equal(slopeOf(points([5, 7, 9])), 2);
  assert.equal(slopeOf(points([1, 1, 1, 1])), 0);
  // By hand: means 1 and 2, products -1·-2 + 1·2 over 1 + 1.
  assert.equal(slopeOf(points([0, 2, 4])), 2);
  assert.equal(slopeOf(points([0, 3, 0])), 0);
});

test('without two points apart there is no slope', () => {
  assert.equal(slopeOf([]), 0);
  assert.equal(slopeOf([{ x: 3, y: 9 }]), 0);
});
