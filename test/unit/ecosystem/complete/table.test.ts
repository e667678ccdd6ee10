import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { accept, applied, complete } from './accept.ts';

const names: Readonly<Record<string, string>> = {
  javascript: '/srv/ecosystem.config.js',
  typescript: '/srv/ecosystem.config.ts',
  json: '/srv/ecosystem.json',
  yaml: '/srv/ecosystem.yaml',
  toml: '/srv/ecosystem.toml',
};

interface Row {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** `=== label`, the text with `|` for the cursor, `---`, and the text after the item of that label is accepted. */
function rowsOf(language: string): readonly Row[] {
  const path = new URL(`../../../fixtures/completion/${language}.txt`, import.meta.url);
  return readFileSync(path, 'utf8')
    .split(/^=== /m)
    .slice(1)
    .map((row) => {
      const [, label = '', before = '', after = ''] = /^(.*)\n([^]*)\n---\n([^]*)\n$/.exec(row) ?? [];
      return { label, before, after };
    });
}

for (const [language, path] of Object.entries(names)) {
  for (const { label, before, after } of rowsOf(language)) {
    test(`${language}: "${label}" is accepted at ${JSON.stringify(before)}`, () => {
      assert.equal(accept(`${before}\n`, path, label), `${after}\n`);
    });
  }
}

test('there are at least 75 rows over the five languages', () => {
  const counts = Object.keys(names).map((language) => rowsOf(language).length);
  assert.ok(counts.reduce((sum, count) => sum + count, 0) >= 75);
  assert.ok(counts.every((count) => count >= 5));
});

test('at every place of these texts items differ, stay within the text, and know what they replace', () => {
  let places = 0;
  for (const [language, path] of Object.entries(names)) {
    for (const { after } of rowsOf(language)) {
      for (let offset = 0; offset <= after.length; offset += 3) {
        const { before, items } = complete(`${after.slice(0, offset)}|${after.slice(offset)}`, path);
        assert.equal(new Set(items.map(({ label }) => label)).size, items.length);
        for (const item of items) {
          assert.ok(item.replace.start <= offset && offset <= item.replace.end, item.label);
          assert.doesNotMatch(before.slice(item.replace.start, item.replace.end), /\n/);
          assert.ok(applied(before, item).length >= before.length - (item.replace.end - item.replace.start));
        }
        if (items.length > 0) places++;
      }
    }
  }
  assert.ok(places > 500, String(places));
});
