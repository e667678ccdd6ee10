import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { rulesPage } from '../../../../scripts/docs/rulesPage.ts';
import { rules } from '../../../../src/ecosystem/rules/rules.ts';

test('docs/rules.md is what the rules say; "npm run docs" writes it', () => {
  const written = readFileSync(new URL('../../../../docs/rules.md', import.meta.url), 'utf8');
  assert.equal(written, rulesPage());
});

test('every rule has one section, under its code', () => {
  for (const { code } of rules) assert.equal(rulesPage().split(`\n### \`${code}\`\n`).length, 2, code);
});
