import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { FuzzTarget } from './fuzzTarget.ts';
import { keptCases } from './keptCases.ts';
import { runTarget } from './runTarget.ts';

/** `DROVER_FUZZ_SEED` repeats another run than the usual one. */
const seed = Number(process.env['DROVER_FUZZ_SEED'] ?? 1);

/** The short form of a target: what it failed for once, and a fixed stretch of cases. `npm run fuzz` is the long one. */
export function testTarget(target: FuzzTarget): void {
  after(() => target.close?.());
  for (const { file, content } of keptCases(target.name)) {
    test(`${target.name}: kept/${target.name}/${file} holds`, async () => {
      await target.check(content);
    });
  }
  test(`${target.name}: ${target.property} (${target.quick} cases from seed ${seed})`, async () => {
    const { cases, failure } = await runTarget(target, { seed, goesOn: (count) => count < target.quick });
    assert.equal(
      cases,
      target.quick,
      failure && `seed ${failure.seed}: ${JSON.stringify(failure.simplest)}\n${failure.message}`,
    );
  });
}
