import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'drover-reporter-')));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const names = Object.keys(files).filter((name) => name.includes('.test.'));
    const reporter = `--test-reporter=${root}/scripts/testing/countReporter.mjs`;
    // Otherwise it takes itself for a file of the run that this test is in.
    const { NODE_TEST_CONTEXT: _context, ...env } = process.env;
    const { stdout } = spawnSync(process.execPath, ['--test', reporter, ...names], { cwd: folder, env });
    assert.deepEqual(JSON.parse(stdout.toString()), {
      passed: 2,
      failed: 3,
      skipped: 0,
      failedFiles: ['broken.test.mjs', 'dies.test.mjs', 'wrong.test.mjs'].map((name) => join(folder, name)),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
