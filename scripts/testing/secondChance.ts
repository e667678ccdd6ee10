import type { Counts } from './counts.ts';

/** Where more than so many fail, something is broken, and a second run would only take time. */
const mostUnits = 6;

/** What a run came to, and which of its files or suites failed. */
export interface RunCounts extends Counts {
  readonly failedUnits: readonly string[];
}

/** Whether what failed is little enough to be run once more. */
export function deservesSecondChance({ failed, failedUnits }: RunCounts): boolean {
  return failed > 0 && failedUnits.length > 0 && failedUnits.length <= mostUnits;
}

/**
 * Tests of real processes and windows share this machine with whatever else runs on it. What failed is run once more,
 * alone: what is wrong fails again, what was only too slow passes. The second run is announced, and what passed only
 * then is named, so that it can be mended.
 */
export async function withSecondChance(
  first: RunCounts,
  runAgain: (units: readonly string[]) => Promise<Counts>,
  write: (text: string) => void,
): Promise<Counts> {
  const { passed, failed, skipped, failedUnits } = first;
  if (!deservesSecondChance(first)) return { passed, failed, skipped };
  write(`\n${failed} failed. Once more, alone: ${failedUnits.join(', ')}\n`);
  const again = await runAgain(failedUnits);
  // Fewer than failed would be others than those.
  if (again.failed > 0 || again.passed < failed) return { passed, failed, skipped };
  write(`\nUnsteady: failed at first and passed alone: ${failedUnits.join(', ')}\n`);
  return { passed: passed + failed, failed: 0, skipped };
}
