import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJavaScriptTree } from '../../../../src/ecosystem/parse/javascript/parseJavaScriptTree.ts';
import { nodeOf, places } from '../../../../src/ecosystem/tree/locate.ts';
import type { Node } from '../../../../src/ecosystem/tree/node.ts';
import { corpusFiles, type CorpusFile } from './corpus.ts';

/** Numbers from 0 to below 1, the same in each run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The names of the apps that the list of a tree holds, wherever that list is. */
function namesOf(root: Node | null): Set<string> {
  const names = new Set<string>();
  for (const place of places(root)) {
    const [property, owner] = [nodeOf(place), place.chain.at(-2)];
    if (property.kind !== 'property' || property.key.value !== 'name' || property.value?.kind !== 'string')
      continue;
    // An app is the root or stands in a list (or alone) below it, and not in another app.
    const isApp = owner?.kind === 'object' && place.path.filter((key) => typeof key === 'string').length <= 2;
    if (isApp) names.add(property.value.value);
  }
  return names;
}

/** What typing leaves behind, at a place of the text. */
const damages: Readonly<Record<string, (text: string, at: number) => string>> = {
  'a mark of punctuation is missing': (text, at) => {
    const mark = text.slice(at).search(/[{}[\]():,'"`]/);
    return mark === -1 ? text : text.slice(0, at + mark) + text.slice(at + mark + 1);
  },
  'a value is missing': (text, at) => {
    const found = /: *[^\s,{}[\]]+/.exec(text.slice(at));
    return found === null
      ? text
      : `${text.slice(0, at + found.index)}: ${text.slice(at + found.index + found[0].length)}`;
  },
  'the rest of the line is missing': (text, at) => {
    const end = text.indexOf('\n', at);
    return end === -1 ? text : text.slice(0, at) + text.slice(end);
  },
  'a half-written property stands before a line': (text, at) => {
    const end = text.indexOf('\n', at);
    return end === -1 ? text : `${text.slice(0, end + 1)}      inst\n${text.slice(end + 1)}`;
  },
  'an opening bracket is too many': (text, at) => {
    const end = text.indexOf('\n', at);
    return end === -1 ? text : `${text.slice(0, end)} env: {${text.slice(end)}`;
  },
};

test('the apps of a damaged file are still found', (t) => {
  let kept = 0;
  let all = 0;
  for (const [damage, apply] of Object.entries(damages)) {
    let keptNow = 0;
    let allNow = 0;
    for (const { text, language } of corpusFiles()) {
      const names = namesOf(parseJavaScriptTree(text, language).root);
      for (let place = 0; place < 13; place++) {
        const damaged = apply(text, Math.floor(((place + 0.5) * text.length) / 13));
        if (damaged === text) continue;
        const found = namesOf(parseJavaScriptTree(damaged, language).root);
        for (const name of names) {
          // A name that the damage itself hit cannot be asked for.
          if (!damaged.includes(`'${name}'`) && !damaged.includes(`"${name}"`)) continue;
          allNow++;
          if (found.has(name)) keptNow++;
          else if (process.env['SHOW_LOST'] === damage.slice(0, 9))
            t.diagnostic(`lost ${name} in:\n${damaged}`);
        }
      }
    }
    t.diagnostic(`${damage}: ${keptNow} of ${allNow} (${((100 * keptNow) / allNow).toFixed(1)} %)`);
    kept += keptNow;
    all += allNow;
  }
  t.diagnostic(`together: ${kept} of ${all} (${((100 * kept) / all).toFixed(1)} %)`);
  assert.ok(kept / all >= 0.934, `${kept} of ${all}`);
});

const scraps =
  '{|}|[|]|(|)|"|\'|`|${|:|,|;|=|=>|...|?|.|/|/*|*/|//|\n|\\|<|>|`${|export |module.exports = |const x|return|async |function |class |\0|…|\u2028|new |as |!|@|#|&&|async(|import '.split(
    '|',
  );

function assertSound({ text, name }: CorpusFile, root: Node | null): void {
  for (const place of places(root)) {
    const node = nodeOf(place);
    const { start, end } = node;
    assert.ok(start >= 0 && start <= end && end <= text.length, `${name}: ${start}-${end} in\n${text}`);
    if (node.kind !== 'property') continue;
    assert.ok(node.key.start >= start && node.key.end <= end, `${name}: key of ${start}-${end} in\n${text}`);
    const { value, separator } = node;
    assert.ok(
      separator === null || (separator >= start && separator < end),
      `${name}: separator in\n${text}`,
    );
    const isRemote = value === null || value.end <= start || value.start >= end;
    const isWithin = isRemote || (value.start >= start && value.end <= end);
    assert.ok(isWithin || value.start <= start, `${name}: value of ${start}-${end} in\n${text}`);
  }
}

test('no damage makes the parser throw, and every node lies within the text', () => {
  const random = randomNumbers(23);
  const files = corpusFiles();
  for (let run = 0; run < 5000; run++) {
    const file = files[run % files.length];
    assert.ok(file !== undefined);
    let { text } = file;
    for (let edits = 1 + Math.floor(random() * 3); edits > 0; edits--) {
      const at = Math.floor(random() * text.length);
      const scrap = scraps[Math.floor(random() * scraps.length)] ?? '';
      text = text.slice(0, at) + scrap + text.slice(at + Math.floor(random() * 5));
    }
    const { root } = parseJavaScriptTree(text, file.language);
    assertSound({ ...file, text }, root);
  }
});

test('every beginning of a file can be read', () => {
  for (const file of corpusFiles()) {
    for (let end = 0; end < file.text.length; end += 3) {
      const text = file.text.slice(0, end);
      assertSound({ ...file, text }, parseJavaScriptTree(text, file.language).root);
    }
  }
});

const hostile: Readonly<Record<string, string>> = {
  brackets: '['.repeat(100_000),
  pairs: `${'('.repeat(50_000)}${')'.repeat(50_000)}`,
  objects: 'module.exports={a:'.repeat(20_000),
  comparisons: 'a<'.repeat(50_000),
  templates: '`${'.repeat(50_000),
  members: `module.exports = a${'.b'.repeat(50_000)}`,
  sums: `module.exports = ${'1+'.repeat(50_000)}1`,
  conditions: 'if(a)'.repeat(50_000),
  casts: '<a>'.repeat(50_000),
  types: `type A = ${'(a: '.repeat(50_000)}`,
  divisions: '= /['.repeat(50_000),
  comments: '/*\n'.repeat(50_000),
  functions: 'function f(){'.repeat(50_000),
  doubling: `const a0={};${Array.from({ length: 2000 }, (_, i) => `const a${i + 1}={x:a${i},y:a${i}};`).join('')}module.exports=a2000`,
  calls: `const f0=()=>1;${Array.from({ length: 200 }, (_, i) => `const f${i + 1}=()=>[f${i}(),f${i}()];`).join('')}module.exports=f200()`,
  recursion: 'const f = (x) => [f(x), f(x)]; const a = { b: a, ...a }; module.exports = { a, apps: f(a) };',
};

for (const [name, text] of Object.entries(hostile)) {
  for (const language of ['javascript', 'typescript', 'json'] as const) {
    test(`${name} without end are read as ${language}`, { timeout: 20_000 }, () => {
      const { root } = parseJavaScriptTree(text, language);
      let count = 0;
      // What comes out is bounded too: nothing that walks it can hang.
      const walk = (node: Node | null): void => {
        if (node === null || ++count > 2_000_000) return;
        if (node.kind === 'object') node.properties.forEach(({ value }) => walk(value));
        if (node.kind === 'array') node.items.forEach(walk);
        if ('parts' in node) node.parts?.forEach(walk);
      };
      walk(root);
      assert.ok(count < 2_000_000);
    });
  }
}
