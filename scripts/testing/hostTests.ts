import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noCounts } from './counts.ts';
import { runVisibly } from './runVisibly.ts';
import type { RunCounts } from './secondChance.ts';
import type { Output } from './turns.ts';

/**
 * Runs the named suites inside VS Code's extension host, or all of them when none is named. A run that counts nothing
 * is one failure.
 */
export async function hostTests(names: readonly string[], output: Output): Promise<RunCounts> {
  const folder = await mkdtemp(join(tmpdir(), 'drover-counts-'));
  const countsFile = join(folder, 'counts.json');
  try {
    const exitCode = await runVisibly(['test/host/run.ts', ...names], output, { DROVER_COUNTS: countsFile });
    const text = await readFile(countsFile, 'utf8').catch(() => '');
    const counts = text === '' ? { ...noCounts, failedUnits: [] } : (JSON.parse(text) as RunCounts);
    return exitCode === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
