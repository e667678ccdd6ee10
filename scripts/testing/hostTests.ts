import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Counts, noCounts } from './counts.ts';
import { runVisibly } from './runVisibly.ts';
import { type RunCounts, withSecondChance } from './secondChance.ts';

/** Runs the tests inside VS Code's extension host, suite by suite. A run that counts nothing is one failure. */
export async function hostTests(): Promise<Counts> {
  return withSecondChance(await runSuites([]), runSuites);
}

/** The named suites, or all of them. */
async function runSuites(names: readonly string[]): Promise<RunCounts> {
  const folder = await mkdtemp(join(tmpdir(), 'drover-counts-'));
  const countsFile = join(folder, 'counts.json');
  try {
    const exitCode = await runVisibly(['test/host/run.ts', ...names], { DROVER_COUNTS: countsFile });
    const text = await readFile(countsFile, 'utf8').catch(() => '');
    const counts = text === '' ? { ...noCounts, failedUnits: [] } : (JSON.parse(text) as RunCounts);
    return exitCode === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
