import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Counts, noCounts } from './counts.ts';
import { runVisibly } from './runVisibly.ts';

interface NodeTests {
  /** Glob patterns, relative to the repository. */
  readonly files: readonly string[];
  /** Test files that run at the same time. */
  readonly concurrency: number;
  /** Tests whose name contains this are left out. */
  readonly except?: string;
  readonly env?: NodeJS.ProcessEnv;
}

const testMs = 300_000;

/** Runs test files with Node's own runner. A run without any test counts as one failure. */
export async function nodeTests({ files, concurrency, except, env }: NodeTests): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'drover-counts-'));
  const countsFile = join(folder, 'counts.json');
  try {
    const exitCode = await runVisibly(
      [
        ...['--test', `--test-concurrency=${concurrency}`, `--test-timeout=${testMs}`],
        ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
        ...[
          '--test-reporter=./scripts/testing/countReporter.mjs',
          `--test-reporter-destination=${countsFile}`,
        ],
        ...(except === undefined ? [] : [`--test-skip-pattern=${except}`]),
        ...files,
      ],
      env,
    );
    const counts = await readCounts(countsFile);
    const failedSilently = counts.failed === 0 && (exitCode !== 0 || counts.passed === 0);
    return failedSilently ? { ...counts, failed: 1 } : counts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Reads what a runner wrote down; nothing written means that it died. */
export async function readCounts(file: string): Promise<Counts> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text === '' ? noCounts : (JSON.parse(text) as Counts);
}
