import assert from 'node:assert/strict';
import { completionsAt } from '../../../src/ecosystem/complete/complete.ts';
import { convert, conversionsOf } from '../../../src/ecosystem/convert/conversions.ts';
import { definitionAt, referencesAt } from '../../../src/ecosystem/features/appNames.ts';
import { codeLenses } from '../../../src/ecosystem/features/codeLenses.ts';
import { documentLinks } from '../../../src/ecosystem/features/documentLinks.ts';
import { foldingRanges, selectionSpans } from '../../../src/ecosystem/features/folding.ts';
import { hoverAt } from '../../../src/ecosystem/features/hover.ts';
import { inlayHints } from '../../../src/ecosystem/features/inlayHints.ts';
import { refactoringsAt } from '../../../src/ecosystem/features/refactorings.ts';
import { prepareRename, renameApp } from '../../../src/ecosystem/features/renameApp.ts';
import { documentSymbols } from '../../../src/ecosystem/features/symbols.ts';
import { check, defaultSettings } from '../../../src/ecosystem/rules/check.ts';
import { noFacts } from '../../../src/ecosystem/rules/fileFacts.ts';
import { nodeOf, places } from '../../../src/ecosystem/tree/locate.ts';
import type { Span } from '../../../src/ecosystem/tree/node.ts';
import { parseSource } from '../../../src/ecosystem/tree/parseTree.ts';
import type { SourceLanguage, SourceTree } from '../../../src/ecosystem/tree/sourceTree.ts';
import { applied, facts as completionFacts } from '../../unit/ecosystem/complete/accept.ts';
import { factsWith, runningApp } from '../../unit/ecosystem/features/sources.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import { corpus, pathOf } from './corpus.ts';
import { mutate } from './mutate.ts';

interface EditorCase {
  readonly language: SourceLanguage;
  readonly text: string;
  /** Where the cursor is, from 0 for the beginning to 1 for the end. */
  readonly cursor: number;
}

const facts = factsWith({ running: [runningApp('web'), runningApp('api')], kindOf: () => null });
const texts = corpus.map(({ text }) => text);

export const editorTarget: FuzzTarget<EditorCase> = {
  name: 'editor',
  property:
    'whatever stands in an ecosystem file, the editor gets an answer to every question, every place of it lies in the text, and no edit of one answer touches another',
  quick: 60,
  freeTexts: ['text'],
  make(random) {
    const { language, text } = random.pick(corpus);
    return { language, text: mutate(text, texts, random), cursor: random.next() };
  },
  check({ language, text, cursor }) {
    const tree = parseSource(text, language);
    const offset = Math.round(cursor * text.length);
    for (const span of placesIn(tree, offset)) assertInside(span, text);
    for (const { offset: at } of inlayHints(tree, { start: 0, end: text.length }, facts)) {
      assertInside({ start: at, end: at }, text);
    }
    const path = pathOf(language);
    for (const finding of check(tree, { path, facts: noFacts, settings: defaultSettings })) {
      assertInside(finding, text);
      for (const { edits } of finding.fixes) assertApart(edits, text);
    }
    for (const { edits } of refactoringsAt(tree, offset, facts)) assertApart(edits, text);
    for (const item of completionsAt(text, path, offset, completionFacts)) {
      assert.ok(item.replace.start <= offset && offset <= item.replace.end, `completion "${item.label}"`);
      assert.equal(typeof applied(text, item), 'string');
    }
    for (const offer of conversionsOf(tree, facts)) convert(tree, offer, facts);
  },
};

function* placesIn(tree: SourceTree, offset: number): Generator<Span> {
  yield* tree.syntax;
  for (const place of places(tree.root)) yield nodeOf(place);
  const [rename, prepared] = [renameApp(tree, offset, 'another', facts), prepareRename(tree, offset, facts)];
  const spans: readonly (Span | null)[] = [
    hoverAt(tree, offset, facts),
    definitionAt(tree, offset),
    ...referencesAt(tree, offset),
    ...codeLenses(tree, facts),
    ...documentLinks(tree, facts),
    ...foldingRanges(tree),
    ...selectionSpans(tree, offset),
    ...documentSymbols(tree, facts),
    ...(rename === null || 'refused' in rename ? [] : rename),
    prepared === null || 'refused' in prepared ? null : prepared,
  ];
  for (const span of spans) if (span !== null) yield span;
}

function assertInside({ start, end }: Span, { length }: string): void {
  assert.ok(
    Number.isInteger(start) && start >= 0 && start <= end && end <= length,
    `${start}-${end} of ${length}`,
  );
}

function assertApart(edits: readonly Span[], text: string): void {
  const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  for (const [index, edit] of sorted.entries()) {
    assertInside(edit, text);
    assert.ok(edit.start >= (sorted[index - 1]?.end ?? 0), `edits overlap at ${edit.start}`);
  }
}
