import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Check, FaultId } from './table/faults.ts';
import { faults } from './table/faults.ts';

/** What became of one fault, a line of JSON in the file that `DROVER_FAULTS_FILE` names. */
export interface FaultResult {
  readonly id: FaultId;
  readonly outcome: 'survived' | 'lost' | 'skipped';
  readonly checked: number;
  /** Why it was not injected. */
  readonly reason?: string;
}

/** To be called right behind the assertions that show it. */
export type Prove = (...shown: (Check | 'guarantee')[]) => void;

export interface FaultOptions {
  /** Why it cannot be injected on this machine; false when it can. */
  readonly skip?: string | false;
}

/**
 * A test that injects the fault of one row of the table. It fails unless everything the row promises has been proven.
 */
export function fault(
  id: FaultId,
  inject: (prove: Prove) => Promise<void>,
  { skip = false }: FaultOptions = {},
): void {
  const row = faults[id];
  test(`${id}: ${row.guarantee}`, { skip }, async ({ signal }) => {
    const proven = new Set<string>();
    const result = { id, outcome: 'lost', checked: 0 };
    try {
      await inject((...shown) => shown.forEach((check) => proven.add(check)));
      assert.deepEqual([...proven].sort(), ['guarantee', ...row.checks].sort(), 'proven, and promised');
      // One whose time is up has failed, also if it ends well later.
      if (!signal.aborted) result.outcome = 'survived';
    } finally {
      report({ ...result, checked: proven.size } as FaultResult);
    }
  });
  if (skip !== false) report({ id, outcome: 'skipped', checked: 0, reason: skip });
}

function report(result: FaultResult): void {
  const file = process.env['DROVER_FAULTS_FILE'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(result)}\n`);
}
