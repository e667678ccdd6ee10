import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaultResult } from '../../test/faults/fault.ts';
import { faultSummary } from './faultSummary.ts';
import { nodeTests } from './nodeTests.ts';
import type { RunCounts } from './secondChance.ts';
import type { Output } from './turns.ts';

/** Injects the faults of these test files, `concurrency` files at a time, and says what became of each. */
export async function faultTests(
  files: readonly string[],
  concurrency: number,
  output: Output,
): Promise<RunCounts> {
  const folder = mkdtempSync(join(tmpdir(), 'drover-faults-'));
  const file = join(folder, 'results');
  try {
    writeFileSync(file, '');
    const counts = await nodeTests({ files, concurrency, env: { DROVER_FAULTS_FILE: file } }, output);
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    output.write(`\n${faultSummary(lines.map((line) => JSON.parse(line) as FaultResult))}\n`);
    return counts;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
