import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { root } from '../../../scripts/install/paths.ts';

const files = {
  'declare.mjs': "import { test } from 'node:test'; export const declare = (name, run) => test(name, run);",
  'well.test.mjs': "import { declare } from './declare.mjs'; declare('is well', () => {});",
  'wrong.test.mjs':
    "import { declare } from './declare.mjs'; declare('is well', () => {}); declare('is wrong', () => { throw new Error(); });",
  'dies.test.mjs': "import { test } from 'node:test'; test('dies', () => process.exit(3));",
  'broken.test.mjs': 'this is no program',
};

test('the files that failed are told, wherever their tests were declared', () => {
  assert.deepEqual(report(Object.keys(files)), {
    passed: 2,
    failed: 3,
    skipped: 0,
    failedFiles: ['broken.test.mjs', 'dies.test.mjs', 'wrong.test.mjs'],
  });
});

test('a file that stays after its tests is ended, and has failed', () => {
  const staying = {
    'stays.test.mjs':
      "import { test } from 'node:test'; test('is well', () => {}); setInterval(() => {}, 1000);",
    'late.test.mjs':
      "import { test } from 'node:test'; test('is late', { timeout: 1 }, () => new Promise((resolve) => setTimeout(resolve, 600_000)));",
  };
  assert.deepEqual(
    report(['late.test.mjs', 'stays.test.mjs', 'well.test.mjs'], {
      flag: `--require=${root}/scripts/testing/endFile.cjs`,
      more: staying,
    }),
    { passed: 2, failed: 2, skipped: 0, failedFiles: ['late.test.mjs', 'stays.test.mjs'] },
  );
});

test('of files that share a process those are told whose own tests failed, and none where a helper has one of them', () => {
  const own = {
    'own.test.mjs': "import { test } from 'node:test'; test('is wrong', () => { throw new Error(); });",
  };
  const shared = '--test-isolation=none';
  const counts = { passed: 1, failed: 1, skipped: 0 };
  assert.deepEqual(report(['own.test.mjs', 'well.test.mjs'], { flag: shared, more: own }), {
    ...counts,
    failedFiles: ['own.test.mjs'],
  });
  assert.deepEqual(report(['wrong.test.mjs'], { flag: shared }), { ...counts, failedFiles: [] });
});

interface ReportOptions {
  readonly flag?: string;
  readonly more?: Readonly<Record<string, string>>;
}

/** What the reporter yields of a run of these files, with their names. */
function report(names: readonly string[], { flag, more = {} }: ReportOptions = {}): unknown {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'drover-reporter-')));
  try {
    for (const [name, text] of Object.entries({ ...files, ...more })) writeFileSync(join(folder, name), text);
    const reporter = `--test-reporter=${root}/scripts/testing/countReporter.mjs`;
    // Otherwise it takes itself for a file of the run that this test is in.
    const { NODE_TEST_CONTEXT: _context, ...own } = process.env;
    const env = { ...own, DROVER_TEST_STAYS_MS: '50' };
    const args = [...(flag === undefined ? [] : [flag]), '--test', reporter];
    const tests = names.filter((name) => name.includes('.test.'));
    const { stdout } = spawnSync(process.execPath, [...args, ...tests], { cwd: folder, env });
    const { failedFiles, ...counts } = JSON.parse(stdout.toString()) as { failedFiles: readonly string[] };
    return { ...counts, failedFiles: failedFiles.map((file) => relative(folder, file)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
