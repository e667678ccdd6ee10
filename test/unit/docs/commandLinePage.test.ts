import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { commandLinePage } from '../../../scripts/docs/commandLinePage.ts';
import { root } from '../../../scripts/install/paths.ts';

test('docs/command-line.md says what the command line has ("npm run docs")', async () => {
  assert.equal(await readFile(`${root}/docs/command-line.md`, 'utf8'), await commandLinePage());
});
