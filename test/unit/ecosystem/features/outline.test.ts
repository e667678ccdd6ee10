import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldingRanges, selectionSpans } from '../../../../src/ecosystem/features/folding.ts';
import { documentSymbols } from '../../../../src/ecosystem/features/symbols.ts';
import type { DocumentSymbol } from '../../../../src/ecosystem/features/symbols.ts';
import { factsWith, offsetOf, shopTrees, treeOf } from './sources.ts';

const shown = ({ name, detail, kind }: DocumentSymbol): string => `${name} [${kind}] ${detail}`.trim();

function check(symbols: readonly DocumentSymbol[]): void {
  for (const symbol of symbols) {
    assert.ok(symbol.start <= symbol.selection.start && symbol.selection.end <= symbol.end, symbol.name);
    assert.notEqual(symbol.name, '');
    check(symbol.children);
  }
}

for (const tree of shopTrees) {
  test(`the apps and their options are the outline: ${tree.language}`, () => {
    const symbols = documentSymbols(tree, factsWith());
    check(symbols);
    assert.deepEqual(symbols.map(shown), [
      'web [app] 8 instances',
      'db [app] 1 instance',
      'queue [app] 1 instance',
    ]);
    const children = symbols[0]?.children ?? [];
    assert.ok(children.map(shown).includes('script [value] server.js'));
    const env = children.find(({ name }) => name === 'env');
    assert.deepEqual(env?.children.map(shown), ['NODE_ENV [value]', 'API_TOKEN [value]']);
    assert.ok(children.map(shown).includes('depends_on [list] [2]'));
    assert.ok(children.map(shown).includes('health_check [object]'));
  });

  test(`apps and what is in them fold: ${tree.language}`, () => {
    const { text } = tree;
    const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
    const folded = foldingRanges(tree).map(({ start, end }) => [lineOf(start), lineOf(end)] as const);
    const line = (word: string): number => lineOf(text.indexOf(word));
    const env = tree.language === 'toml' ? '[apps.env]' : /^ *["']?env["']?:/m.exec(text)?.[0].trimStart();
    const found = folded.find(([start]) => start === line(env ?? ''));
    assert.equal(
      found?.[1],
      line('API_TOKEN') +
        (/[{]/.test(text.slice(text.indexOf('NODE_ENV') - 20, text.indexOf('NODE_ENV'))) ? 1 : 0),
    );
    assert.ok(
      folded.some(
        ([start, end]) => start <= line('queue.js') && end >= line('queue.js') && start > line('db.py'),
      ),
    );
    for (const [start, end] of folded) assert.ok(start < end);
  });
}

test('runs of comment lines fold where no other service does that', () => {
  const text = 'x: 1\n# a\n# b\n\n# c\napps: []\n';
  assert.deepEqual(foldingRanges(treeOf('yaml', text)), [{ start: 5, end: 12, kind: 'comment' }]);
  assert.deepEqual(foldingRanges(treeOf('toml', '# a\r\n# b\r\nx = 1')), [
    { start: 0, end: 8, kind: 'comment' },
  ]);
});

test('selection grows from the word to the file', () => {
  const text = `module.exports = [{ env: { A: 'b' } }];`;
  const spans = selectionSpans(treeOf('javascript', text), offsetOf(text, `'b'`));
  assert.deepEqual(
    spans.map(({ start, end }) => text.slice(start, end)),
    [`'b'`, `A: 'b'`, `{ A: 'b' }`, `env: { A: 'b' }`, `{ env: { A: 'b' } }`, `[{ env: { A: 'b' } }]`, text],
  );
});

test('sections, templates and apps without a name are shown; what is shared is shown once', () => {
  const text = `const env = { A: 1 };
module.exports = { apps: [{ script: run, env }, { script: 'b.js', env }, ...list.map((x) => ({ script: x }))], deploy: { live: { host: 'h' } } };`;
  const symbols = documentSymbols(treeOf('javascript', text), factsWith());
  check(symbols);
  assert.deepEqual(
    symbols.map(({ name }) => name),
    ['app 1', 'b', 'computed apps', 'deploy'],
  );
  assert.deepEqual(
    symbols.map(({ children }) => children.flatMap((child) => child.children.map(({ name }) => name))),
    [['A'], [], [], ['host']],
  );
});
