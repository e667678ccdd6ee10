import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FeatureFacts } from '../../../../src/ecosystem/features/featureFacts.ts';
import { inlayHints } from '../../../../src/ecosystem/features/inlayHints.ts';
import type { SourceTree } from '../../../../src/ecosystem/tree/sourceTree.ts';
import { factsWith, instance, runningApp, shopTrees, treeOf } from './sources.ts';

function hints(tree: SourceTree, facts: Partial<FeatureFacts> = {}): string[] {
  const whole = { start: 0, end: tree.text.length };
  return inlayHints(tree, whole, factsWith(facts)).map(({ offset, label }) => {
    const line = tree.text.slice(0, offset).split('\n').at(-1) ?? '';
    return `${line
      .trim()
      .replace(/["']/g, '')
      .replace(/ ?[=:] /, ': ')} ${label}`;
  });
}

for (const tree of shopTrees) {
  test(`what values come to now: ${tree.language}`, () => {
    const running = [
      runningApp('web', {
        instances: [instance('web', 0, { port: 8000 }), instance('web', 1, { port: 8003 })],
      }),
    ];
    assert.deepEqual(hints(tree, { running }), [
      'instances: max = 8',
      'port: auto:8000-8100 = 8000, 8003',
      'max_memory_restart: 1.5G = 1536 MB',
      'cron_restart: */5 * * * * next today 12:05',
      'restart_delay: 90000 = 90 s',
    ]);
  });
}

const table: readonly (readonly [string, string | null])[] = [
  ['instances: 0', '= 8'],
  ['instances: -1', '= 7'],
  ['instances: -20', '= 1'],
  [`instances: '-2'`, '= 6'],
  ['instances: 3', null],
  [`instances: '3'`, null],
  [`port: '3000-3002'`, null],
  [`port: 'auto:1-9'`, null],
  [`max_memory_restart: '512M'`, null],
  ['max_memory_restart: 536870912', '= 512 MB'],
  [`cron_restart: '61 * * * *'`, null],
  [`cron_restart: '0 4 * * *'`, 'next Sun 2026-11-22 04:00'],
  [`min_uptime: '5s'`, null],
  ['min_uptime: 250', null],
  ['kill_timeout: 5000', '= 5 s'],
  ['exp_backoff_restart_delay: 7200000', '= 2 h'],
];

for (const [text, label] of table)
  test(`the hint of { ${text} }`, () => {
    const tree = treeOf('javascript', `module.exports = [{ script: 'a.js', ${text} }];`);
    const whole = { start: 0, end: tree.text.length };
    assert.equal(inlayHints(tree, whole, factsWith())[0]?.label ?? null, label);
  });

test('only what can be seen is computed, and shared values have one hint', () => {
  const text = `const n = 'max';\nmodule.exports = [{ script: 'a.js', instances: n }, { script: 'b.js', instances: n, kill_timeout: 3000 }];`;
  const tree = treeOf('javascript', text);
  const at = (range: { start: number; end: number }): string[] =>
    inlayHints(tree, range, factsWith()).map(({ label }) => label);
  assert.deepEqual(at({ start: 0, end: text.length }), ['= 8', '= 3 s']);
  assert.deepEqual(at({ start: 20, end: text.length }), ['= 3 s']);
});

test('a server command that has workers is left to them, until it runs', () => {
  const tree = treeOf('yaml', 'apps:\n  - name: api\n    script: uvicorn main:app\n    instances: max\n');
  assert.deepEqual(hints(tree), []);
  const running = [runningApp('api', { instances: [0, 1, 2].map((index) => instance('api', index)) })];
  assert.deepEqual(hints(tree, { running }), ['instances: max = 3']);
});
