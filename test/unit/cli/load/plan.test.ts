import assert from 'node:assert/strict';
import { test } from 'node:test';
import { divide } from '../../../../src/cli/load/generate.ts';
import { parseSteps, planLoad, usualSteps } from '../../../../src/cli/load/plan.ts';

test('numbers of instances are read, fewest first, each once', () => {
  assert.deepEqual(parseSteps('4, 1,max,2,8', 8), [1, 2, 4, 8]);
  assert.deepEqual(parseSteps('1', 8), [1]);
  for (const text of ['', '0', '1,', '-1', '1.5', 'all', '1000'])
    assert.equal(parseSteps(text, 8), undefined);
});

test('without a list the number doubles up to one per core, or what the app has where that is more', () => {
  assert.deepEqual(usualSteps(1, 1), [1]);
  assert.deepEqual(usualSteps(1, 2), [1, 2]);
  assert.deepEqual(usualSteps(4, 2), [1, 2, 4]);
  assert.deepEqual(usualSteps(2, 6), [1, 2, 4, 6]);
  assert.deepEqual(usualSteps(3, 8), [1, 2, 4, 8]);
});

test('half of the cores send, never more than there are connections', () => {
  const threads = (cores: number, connections: number): number =>
    planLoad([1], { cores, connections, seconds: 10 }).threads;
  assert.deepEqual([threads(1, 50), threads(2, 50), threads(8, 50), threads(64, 50)], [1, 1, 4, 4]);
  assert.equal(threads(8, 2), 2);
  assert.equal(planLoad([1], { cores: 2, connections: 1, seconds: 1 }).warmUpSeconds, 0.5);
  assert.equal(planLoad([1], { cores: 2, connections: 1, seconds: 60 }).warmUpSeconds, 2);
});

test('threads take turns at the ports as one generator would', () => {
  const task = { urls: ['a', 'b', 'c'], connections: 7, method: 'GET', headers: {}, body: null };
  const parts = divide(task, 2);
  assert.deepEqual(
    parts.map(({ urls, connections }) => [urls.join(''), connections]),
    [
      ['abc', 3],
      ['abc', 4],
    ],
  );
  assert.deepEqual(
    divide({ ...task, connections: 8 }, 2).map(({ urls }) => urls.join('')),
    ['abc', 'bca'],
  );
});
