import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { test } from 'node:test';
import { convert, conversionsOf } from '../../../../src/ecosystem/convert/conversions.ts';
import { convertFile } from '../../../../src/ecosystem/convert/convertFile.ts';
import { detectDialect } from '../../../../src/ecosystem/detectDialect.ts';
import { english } from '../../../../src/ecosystem/translate.ts';
import { check, defaultSettings } from '../../../../src/ecosystem/rules/check.ts';
import { noFacts } from '../../../../src/ecosystem/rules/fileFacts.ts';
import { nodeOf, places } from '../../../../src/ecosystem/tree/locate.ts';
import { parseSource, parseTree } from '../../../../src/ecosystem/tree/parseTree.ts';
import { plainValue } from '../../../../src/ecosystem/tree/plainValue.ts';
import type { SourceLanguage, SourceTree } from '../../../../src/ecosystem/tree/sourceTree.ts';

const folder = new URL('../../../fixtures/ecosystems/', import.meta.url).pathname;
const paths: string[] = [];
for await (const path of glob('**/*.*', { cwd: folder })) paths.push(path);
paths.sort();
const languages: readonly SourceLanguage[] = ['javascript', 'typescript', 'json', 'yaml', 'toml'];

function hasUnknown({ root, language }: SourceTree): boolean {
  return [...places(root)]
    .map(nodeOf)
    .some(
      (node) =>
        node.kind === 'unknown' ||
        ('isOpen' in node && node.isOpen) ||
        (node.kind === 'object' && node.isTemplate === true) ||
        (node.kind === 'property' && node.value === null && language !== 'yaml'),
    );
}

/** As the language can hold it: TOML knows no null, and no list at the root. What YAML leaves out is null. */
function asIn(language: SourceLanguage, value: unknown, isRoot = true): unknown {
  if (Array.isArray(value)) {
    const items = value.filter((item) => language !== 'toml' || (item ?? null) !== null);
    const list = items.map((item: unknown) => asIn(language, item, false));
    return language === 'toml' && isRoot ? { apps: list } : list;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(
      ([, item]) => language !== 'toml' || (item ?? null) !== null,
    );
    return Object.fromEntries(entries.map(([key, item]) => [key, asIn(language, item, false)]));
  }
  return value === 0 ? 0 : (value ?? null);
}

let converted = 0;

for (const path of paths)
  test(`${path} in each language`, () => {
    const tree = parseTree(path, readFileSync(folder + path, 'utf8'));
    const mayNot = tree.root === null || tree.syntax.length > 0 || hasUnknown(tree);
    for (const language of languages) {
      const result = convertFile(tree, { language, keepsComments: true }, english);
      if ('refused' in result) {
        assert.ok(mayNot, result.refused);
        assert.match(result.refused, /^(?:Line \d+|The file has no apps)/);
        continue;
      }
      assert.ok(!mayNot, 'it is refused');
      converted++;
      const again = parseSource(result.text, language);
      assert.deepEqual(again.syntax, [], result.text);
      assert.deepEqual(plainValue(again.root), asIn(language, plainValue(tree.root)), result.text);
      const tidy = convertFile(again, { language, keepsComments: true }, english);
      assert.equal('text' in tidy ? tidy.text : tidy.refused, result.text);
    }
  });

for (const path of paths)
  test(`${path} for the other tool is right`, () => {
    const tree = parseTree(path, readFileSync(folder + path, 'utf8'));
    const dialect = detectDialect(path, plainValue(tree.root), 'auto');
    const facts = { path: folder + path, dialect, cpus: 4, t: english };
    const offer = conversionsOf(tree, facts).find((other) => other.dialect !== null);
    assert.ok(offer);
    const result = convert(tree, offer, facts);
    if ('refused' in result) return;
    const after = parseTree(offer.path, result.text);
    const findings = check(after, { path: offer.path, facts: noFacts, settings: defaultSettings });
    // What was wrong before is not put right.
    const others = findings.filter(({ code }) => code !== 'kill-timeout-zero');
    assert.deepEqual(others, [], result.text);
  });

test('most files of the corpus were converted', () => {
  console.log(`${converted / languages.length} of ${paths.length} files hold nothing that only a run tells`);
  assert.ok(converted / languages.length >= 25);
});
