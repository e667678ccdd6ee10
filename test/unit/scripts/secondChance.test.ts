import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Counts } from '../../../scripts/testing/counts.ts';
import { withSecondChance } from '../../../scripts/testing/secondChance.ts';

const allWell: Counts = { passed: 3, failed: 0, skipped: 0 };

/** What the whole run comes to, and which files were run again. */
async function run(failedUnits: readonly string[], failed: number, again: Counts) {
  const rerun: string[] = [];
  const counts = await withSecondChance(
    { passed: 10, failed, skipped: 2, failedUnits },
    (units) => {
      rerun.push(...units);
      return Promise.resolve(again);
    },
    () => undefined,
  );
  return { counts, rerun };
}

test('a run without a failure is not repeated', async () => {
  assert.deepEqual(await run([], 0, allWell), { counts: { passed: 10, failed: 0, skipped: 2 }, rerun: [] });
});

test('what failed and passes alone has passed', async () => {
  const { counts, rerun } = await run(['a.test.ts', 'b.test.ts'], 2, allWell);
  assert.deepEqual(rerun, ['a.test.ts', 'b.test.ts']);
  assert.deepEqual(counts, { passed: 12, failed: 0, skipped: 2 });
});

test('what fails twice has failed', async () => {
  const { counts } = await run(['a.test.ts', 'b.test.ts'], 2, { passed: 5, failed: 1, skipped: 0 });
  assert.deepEqual(counts, { passed: 10, failed: 2, skipped: 2 });
});

test('a second run that dies before it counts anything is no pardon', async () => {
  const { counts } = await run(['a.test.ts'], 1, { passed: 0, failed: 1, skipped: 0 });
  assert.equal(counts.failed, 1);
});

test('a second run of something else is no pardon', async () => {
  const { counts } = await run(['a.test.ts'], 2, { passed: 1, failed: 0, skipped: 0 });
  assert.equal(counts.failed, 2);
});

test('where much fails, nothing is repeated', async () => {
  const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const { counts, rerun } = await run(many, 7, allWell);
  assert.deepEqual(rerun, []);
  assert.equal(counts.failed, 7);
});

test('a failure that no file is known for stays one', async () => {
  assert.equal((await run([], 1, allWell)).counts.failed, 1);
});
