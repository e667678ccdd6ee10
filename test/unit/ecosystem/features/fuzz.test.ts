import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { test } from 'node:test';
import { convert, conversionsOf } from '../../../../src/ecosystem/convert/conversions.ts';
import { definitionAt, referencesAt } from '../../../../src/ecosystem/features/appNames.ts';
import { codeLenses } from '../../../../src/ecosystem/features/codeLenses.ts';
import { documentLinks } from '../../../../src/ecosystem/features/documentLinks.ts';
import { foldingRanges, selectionSpans } from '../../../../src/ecosystem/features/folding.ts';
import { hoverAt } from '../../../../src/ecosystem/features/hover.ts';
import { inlayHints } from '../../../../src/ecosystem/features/inlayHints.ts';
import { refactoringsAt } from '../../../../src/ecosystem/features/refactorings.ts';
import { prepareRename, renameApp } from '../../../../src/ecosystem/features/renameApp.ts';
import { documentSymbols } from '../../../../src/ecosystem/features/symbols.ts';
import { languageOf, parseSource } from '../../../../src/ecosystem/tree/parseTree.ts';
import type { Span } from '../../../../src/ecosystem/tree/node.ts';
import type { SourceTree } from '../../../../src/ecosystem/tree/sourceTree.ts';
import { damage, randomFrom } from '../damage.ts';
import { factsWith, languages, runningApp, shop, treeOf } from './sources.ts';

const facts = factsWith({ running: [runningApp('web'), runningApp('job')], kindOf: () => null });

/** Asks for everything at an offset; whatever has a place lies in the text. */
function askAll(tree: SourceTree, offset: number): void {
  const length = tree.text.length;
  const rename = renameApp(tree, offset, 'another', facts);
  const prepared = prepareRename(tree, offset, facts);
  const spans: readonly (Span | null)[] = [
    hoverAt(tree, offset, facts),
    definitionAt(tree, offset),
    ...referencesAt(tree, offset),
    ...codeLenses(tree, facts),
    ...documentLinks(tree, facts),
    ...foldingRanges(tree),
    ...selectionSpans(tree, offset),
    ...documentSymbols(tree, facts),
    ...refactoringsAt(tree, offset, facts).flatMap(({ edits }) => edits),
    ...(rename === null || 'refused' in rename ? [] : rename),
    prepared === null || 'refused' in prepared ? null : prepared,
  ];
  for (const span of spans) {
    if (span === null) continue;
    assert.ok(
      span.start >= 0 && span.start <= span.end && span.end <= length,
      JSON.stringify(span).slice(0, 200),
    );
  }
  for (const { offset: at } of inlayHints(tree, { start: 0, end: length }, facts)) assert.ok(at <= length);
}

const folder = new URL('../../../fixtures/ecosystems/', import.meta.url).pathname;
const sources = languages.map((language) => ({ language, text: shop[language] }));
for await (const path of glob('**/*.*', { cwd: folder })) {
  const language = languageOf(path);
  if (language !== null) sources.push({ language, text: readFileSync(folder + path, 'utf8') });
}

test('damaged files get answers, and never an exception', () => {
  const random = randomFrom(7);
  let answered = 0;
  for (const { language, text } of sources) {
    for (let round = 0; round < 6; round++) {
      const tree = parseSource(damage(text, random), language);
      askAll(tree, random(tree.text.length + 1));
      for (const offer of conversionsOf(tree, facts)) convert(tree, offer, facts);
      answered++;
    }
  }
  assert.ok(answered >= 6 * sources.length);
});

test('what is nested or shared beyond measure is answered', () => {
  const levels = Array.from(
    { length: 20 },
    (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}, *a${index}]`,
  );
  const bomb = [
    'apps:',
    '  - script: x',
    '    env: &a0 { A: 1 }',
    ...levels.map((line) => `    ${line}`),
  ].join('\n');
  const constants = Array.from(
    { length: 25 },
    (_, index) => `const b${index + 1} = { x: b${index}, y: b${index} };`,
  ).join('\n');
  const texts = [
    treeOf('yaml', bomb),
    treeOf(
      'javascript',
      `const b0 = {};\n${constants}\nmodule.exports = { apps: [{ script: 'a', env: b25 }] };`,
    ),
    treeOf('json', `{"apps":[{"script":"a","env":${'['.repeat(3000)}${']'.repeat(3000)}}]}`),
    treeOf('toml', `[[apps]]\nscript = "a"\nargs = ${'['.repeat(300)}${']'.repeat(300)}`),
  ];
  for (const tree of texts) askAll(tree, 12);
});
