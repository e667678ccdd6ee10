import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { soak } from '../soak/soak.ts';
import { verdict } from '../soak/summary.ts';

/** `npm run soak` is the long form. */
const seed = Number(process.env['DROVER_SOAK_SEED'] ?? Date.now() % 1_000_000);

test(`a minute of random operations, kills and saves leaves everything right and nothing behind (seed ${seed})`, async () => {
  const journalPath = join(tmpdir(), `drover-soak-${seed}.log`);
  const result = await soak({
    minutes: 0.5,
    minutesBetweenRests: 1,
    warmUpSeconds: 5,
    seed,
    journalPath,
    signal: new AbortController().signal,
    onBegun: () => undefined,
    onRest: () => undefined,
  });
  assert.equal(result.rests.length, 1);
  assert.ok(result.journal.total() > 0);
  assert.deepEqual(verdict(result), [], `${journalPath} tells what was done`);
});
