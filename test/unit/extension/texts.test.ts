import assert from 'node:assert/strict';
import { readFile, glob } from 'node:fs/promises';
import { test } from 'node:test';
import { english } from '../../../src/ecosystem/translate.ts';

const root = new URL('../../../', import.meta.url);

async function readRecord(path: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(new URL(path, root), 'utf8')) as Record<string, unknown>;
}

test('every %text% of the manifest is in package.nls.json, and nothing else is', async () => {
  const manifest = await readFile(new URL('package.json', root), 'utf8');
  const used = new Set([...manifest.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key));
  assert.deepEqual([...used].sort(), Object.keys(await readRecord('package.nls.json')).sort());
});

test('every text of the extension and its language server is in the bundle for translators, and nothing else is', async () => {
  const used = new Set<string>();
  for await (const path of glob('src/{extension,language,ecosystem/{features,convert}}/**/*.ts', {
    cwd: root,
  })) {
    const source = await readFile(new URL(path, root), 'utf8');
    for (const [, text] of source.matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g))
      used.add((text ?? '').replaceAll("\\'", "'"));
  }
  const bundle = Object.keys(await readRecord('l10n/bundle.l10n.json'));
  assert.deepEqual(bundle, [...used].sort());
});

test('placeholders are filled in by number', () => {
  assert.equal(english('{1} of {0}, {2}', 4, 'three'), 'three of 4, {2}');
});
