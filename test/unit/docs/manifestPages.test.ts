import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { commandsPage, settingsPage } from '../../../scripts/docs/manifestPages.ts';
import { root } from '../../../scripts/install/paths.ts';

test('docs/settings.md and docs/commands.md say what the manifest has ("npm run docs")', async () => {
  assert.equal(await readFile(`${root}/docs/settings.md`, 'utf8'), await settingsPage());
  assert.equal(await readFile(`${root}/docs/commands.md`, 'utf8'), await commandsPage());
});
