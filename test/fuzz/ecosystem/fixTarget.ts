import assert from 'node:assert/strict';
import { check, defaultSettings } from '../../../src/ecosystem/rules/check.ts';
import { noFacts } from '../../../src/ecosystem/rules/fileFacts.ts';
import type { Edit, Finding } from '../../../src/ecosystem/rules/rule.ts';
import { appsOf } from '../../../src/ecosystem/tree/appsOf.ts';
import { nodeOf, places } from '../../../src/ecosystem/tree/locate.ts';
import { parseSource } from '../../../src/ecosystem/tree/parseTree.ts';
import { plainValue } from '../../../src/ecosystem/tree/plainValue.ts';
import type { SourceLanguage, SourceTree } from '../../../src/ecosystem/tree/sourceTree.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import type { Random } from '../random.ts';
import { corpus, pathOf } from './corpus.ts';

interface FixCase {
  readonly language: SourceLanguage;
  readonly text: string;
}

/** Files of which every part is known before they run. */
const files = corpus.filter(({ language }) => ['json', 'yaml', 'toml'].includes(language));

const words = [
  ...[
    'instnces',
    'scirpt',
    'maxMemoryRestart',
    'exec_mode',
    'env',
    'env_production',
    'depends_on',
    'watch',
    'port',
  ],
  ...[
    '"3000"',
    '"soon"',
    '-1',
    'true',
    '"max"',
    '"1GB"',
    '[]',
    '{}',
    '"web"',
    '"${PORT}"',
    '512',
    '"5 seconds"',
    'web',
  ],
];

/** They give an app something that stood elsewhere, at a place beside it. */
const intoApps = new Set(['move-to-app', 'move-to-env']);

export const fixTarget: FuzzTarget<FixCase> = {
  name: 'quick-fix',
  property:
    'a fix of a file that can be read leaves one that can be read, without the finding that it mends, and with all apps that it does not touch as they were',
  quick: 250,
  freeTexts: ['text'],
  make(random) {
    const { language, text } = random.pick(files);
    return { language, text: changeWords(text, random) };
  },
  check({ language, text }) {
    const tree = parseSource(text, language);
    if (tree.syntax.length > 0 || hasNameTwice(tree)) return;
    const found = findingsOf(tree);
    for (const finding of found.slice(0, 8)) {
      for (const fix of finding.fixes) {
        const fixed = applied(text, fix.edits);
        const after = parseSource(fixed, language);
        const story = `${finding.code} (${fix.code}):\n${fixed}`;
        assert.deepEqual(after.syntax, [], story);
        const same = (all: readonly Finding[]): number => all.filter((one) => isSame(one, finding)).length;
        // What is called `apps` by then may still hold none, and another one of a merged value may come to light.
        const mends = finding.code !== 'file-no-apps' && !isShared(tree);
        assert.ok(!mends || same(findingsOf(after)) < same(found), `still there: ${story}`);
        if (!intoApps.has(fix.code)) assertOthersKept(tree, after, fix.edits, story);
      }
    }
  },
};

/** Keys and values of a file become others: mistakes that leave it readable, mostly. */
function changeWords(text: string, random: Random): string {
  let changed = text;
  for (let count = random.between(0, 4); count > 0; count -= 1) {
    const places = [...changed.matchAll(/[\w-]+|"[^"\n]*"/g)];
    if (places.length === 0) break;
    const { index, 0: word } = random.pick(places);
    const isQuoted = word.startsWith('"');
    const other = random.pick(words);
    const bare = other.replaceAll('"', '');
    const replacement = random.chance(0.2) ? '' : isQuoted ? `"${bare}"` : random.chance(0.5) ? bare : other;
    changed = changed.slice(0, index) + replacement + changed.slice(index + word.length);
  }
  return changed;
}

/** JSON allows it; what counts is the last one, and a finding is about that. */
function hasNameTwice({ root }: SourceTree): boolean {
  return [...places(root)].map(nodeOf).some((node) => {
    if (node.kind !== 'object') return false;
    return new Set(node.properties.map(({ key }) => key.value)).size < node.properties.length;
  });
}

/** What has an anchor belongs to all apps that use it. */
function isShared({ language, text }: SourceTree): boolean {
  return language === 'yaml' && /&\S/.test(text);
}

function findingsOf(tree: SourceTree): readonly Finding[] {
  return check(tree, { path: pathOf(tree.language), facts: noFacts, settings: defaultSettings });
}

function isSame(one: Finding, other: Finding): boolean {
  return one.code === other.code && JSON.stringify(one.data) === JSON.stringify(other.data);
}

function applied(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.start - a.start || b.end - a.end)
    .reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text);
}

function assertOthersKept(
  before: SourceTree,
  after: SourceTree,
  edits: readonly Edit[],
  story: string,
): void {
  const [old, now] = [appsOf(before.root), appsOf(after.root)];
  if (old.length !== now.length || isShared(before)) return;
  for (const [index, { node }] of old.entries()) {
    if (edits.some(({ start, end }) => start <= node.end && end >= node.start)) continue;
    assert.deepEqual(
      plainValue(now[index]?.node ?? null),
      plainValue(node),
      `app ${index} changed: ${story}`,
    );
  }
}
