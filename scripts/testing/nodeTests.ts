import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { root } from '../install/paths.ts';
import { type Counts, noCounts } from './counts.ts';
import { runVisibly } from './runVisibly.ts';
import type { RunCounts } from './secondChance.ts';
import type { Output } from './turns.ts';

export interface NodeTests {
  /** Glob patterns, relative to the repository. */
  readonly files: readonly string[];
  /** Test files that run at the same time. */
  readonly concurrency: number;
  /** True where all files run in one process, one after the other: they must leave nothing behind. */
  readonly shared?: boolean;
  /** Tests whose name contains this are left out. */
  readonly except?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** As the reporter writes it. */
interface ReportedCounts extends Counts {
  readonly failedFiles: readonly string[];
}

const testMs = 300_000;

/** Runs test files with Node's own runner. A run without any test counts as one failure. */
export async function nodeTests(
  { files, concurrency, shared, except, env }: NodeTests,
  output: Output,
): Promise<RunCounts> {
  const folder = await mkdtemp(join(tmpdir(), 'drover-counts-'));
  const countsFile = join(folder, 'counts.json');
  try {
    const exitCode = await runVisibly(
      [
        ...['compileCache', 'endFile'].map((name) => `--require=${root}/scripts/testing/${name}.cjs`),
        ...['--test', `--test-concurrency=${concurrency}`, `--test-timeout=${testMs}`],
        ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
        ...[
          '--test-reporter=./scripts/testing/countReporter.mjs',
          `--test-reporter-destination=${countsFile}`,
        ],
        ...(shared === true ? ['--test-isolation=none'] : []),
        ...(except === undefined ? [] : [`--test-skip-pattern=${except}`]),
        ...files,
      ],
      output,
      env,
    );
    const { failedFiles, ...counts } = await readReported(countsFile);
    const failedSilently = counts.failed === 0 && (exitCode !== 0 || counts.passed === 0);
    const failedUnits = failedFiles.map((file) => relative(root, file));
    return { ...counts, failed: failedSilently ? 1 : counts.failed, failedUnits };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Nothing written means that the runner died. */
async function readReported(file: string): Promise<ReportedCounts> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text === '' ? { ...noCounts, failedFiles: [] } : (JSON.parse(text) as ReportedCounts);
}
