import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Bundle } from '../../../scripts/texts/bundles.ts';
import { bundlePath, readBundle, translatedLanguages } from '../../../scripts/texts/bundles.ts';
import { textsInCode } from '../../../scripts/texts/textsInCode.ts';
import { english } from '../../../src/ecosystem/translate.ts';

const root = new URL('../../../', import.meta.url);
const languages = await translatedLanguages();

/** What reads alike in both languages: names, abbreviations, words that are the same. */
const alike: Readonly<Record<string, ReadonlySet<string>>> = {
  de: new Set([
    '1 minute',
    '{0} bytes',
    'CPU',
    'CPU {0}',
    'Cluster',
    'App',
    'Apps',
    'App {0}',
    'Debugger',
    'Drover: Apps',
    'Interpreter',
    'Logs',
    'Monitor',
    'Monitor: {0}',
    'Port',
    'Problem',
    'Status',
    'env {0}',
    'online',
    'apps',
    '{0} KB in {1}',
    '{0} ms',
    '{0} in {1}',
    'app {0}',
    'exit {0}',
    'port {0}',
    'pid {0}',
  ]),
};

function manifestTexts(language: string | null): Promise<Bundle> {
  const name = language === null ? 'package.nls.json' : `package.nls.${language}.json`;
  return readBundle(new URL(name, root).pathname);
}

/** `{0}` and `{name}`, links to commands and settings, `code`: what a translation has to keep. */
function fixedParts(text: string): string[] {
  const parts = text.match(/\{\w+\}|\]\([^)]*\)|#[\w.]+#|`[^`]+`/g) ?? [];
  return [...new Set(parts)].sort();
}

function assertTranslated(originals: Bundle, translation: Bundle, language: string): void {
  assert.deepEqual(Object.keys(translation).sort(), Object.keys(originals).sort());
  for (const [key, original] of Object.entries(originals)) {
    const translated = translation[key] ?? '';
    assert.deepEqual(fixedParts(translated), fixedParts(original), `${key}: ${translated}`);
  }
  const untranslated = Object.entries(originals).flatMap(([key, original]) =>
    translation[key]?.toLowerCase() === original.toLowerCase() ? [original] : [],
  );
  assert.deepEqual(
    untranslated.filter((text) => alike[language]?.has(text) !== true),
    [],
  );
}

test('every %text% of the manifest is in package.nls.json, and nothing else is', async () => {
  const manifest = await readFile(new URL('package.json', root), 'utf8');
  const used = new Set([...manifest.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key));
  assert.deepEqual([...used].sort(), Object.keys(await manifestTexts(null)).sort());
});

test('every text of the extension and its language server is in the bundle for translators ("npm run docs")', async () => {
  const { texts, computed } = await textsInCode();
  assert.deepEqual(computed, [], 'texts that nobody can translate, because they are computed');
  assert.deepEqual(await readBundle(bundlePath(null)), Object.fromEntries(texts.map((text) => [text, text])));
});

test('there is one full translation at least, of the code and of the manifest', async () => {
  assert.deepEqual(languages, ['de']);
  const manifests = (await readdir(root)).flatMap(
    (name) => /^package\.nls\.([\w-]+)\.json$/.exec(name)?.[1] ?? [],
  );
  assert.deepEqual(manifests, languages);
});

for (const language of languages) {
  test(`${language}: every text of the code is translated, with its placeholders`, async () => {
    assertTranslated(await readBundle(bundlePath(null)), await readBundle(bundlePath(language)), language);
  });

  test(`${language}: every text of the manifest is translated, with its links`, async () => {
    assertTranslated(await manifestTexts(null), await manifestTexts(language), language);
  });
}

test('placeholders are filled in by number', () => {
  assert.equal(english('{1} of {0}, {2}', 4, 'three'), 'three of 4, {2}');
});
