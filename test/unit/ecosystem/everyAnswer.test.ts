import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { completionsAt } from '../../../src/ecosystem/complete/complete.ts';
import { codeLenses } from '../../../src/ecosystem/features/codeLenses.ts';
import { documentLinks } from '../../../src/ecosystem/features/documentLinks.ts';
import { foldingRanges } from '../../../src/ecosystem/features/folding.ts';
import { hoverAt } from '../../../src/ecosystem/features/hover.ts';
import { inlayHints } from '../../../src/ecosystem/features/inlayHints.ts';
import { refactoringsAt } from '../../../src/ecosystem/features/refactorings.ts';
import { documentSymbols } from '../../../src/ecosystem/features/symbols.ts';
import { check } from '../../../src/ecosystem/rules/check.ts';
import { noFacts } from '../../../src/ecosystem/rules/fileFacts.ts';
import { parseTree } from '../../../src/ecosystem/tree/parseTree.ts';
import { facts as completionFacts } from './complete/accept.ts';
import { damage, randomFrom } from './damage.ts';
import { factsWith, runningApp } from './features/sources.ts';

/** How many damaged files are asked about; `DROVER_DAMAGED_FILES=20000` takes some minutes. */
const count = Number(process.env['DROVER_DAMAGED_FILES'] ?? 300);
const seed = Number(process.env['DROVER_DAMAGED_SEED'] ?? Math.floor(Math.random() * 1e6));

const folder = fileURLToPath(new URL('../../fixtures/ecosystems/', import.meta.url));
test(`every question about ${count} damaged files is answered (DROVER_DAMAGED_SEED=${seed})`, (t) => {
  const files = globSync('**/*.*', { cwd: folder }).map((name) => {
    const path = join(folder, name);
    return { path, text: readFileSync(path, 'utf8') };
  });
  const random = randomFrom(seed);
  const slowest = new Map<string, { ms: number; path: string }>();
  let answers = 0;
  for (let asked = 0; asked < count; asked++) {
    const file = files[asked % files.length];
    assert.ok(file);
    const { path } = file;
    const text = damage(file.text, random);
    const offset = random(text.length + 1);
    const facts = factsWith({ path, running: [runningApp('web')] });
    const ask = <T>(question: string, answer: () => T): T => {
      const start = performance.now();
      try {
        return answer();
      } catch (error) {
        throw new Error(`${question} of ${path}, damaged to ${JSON.stringify(text)}, at ${offset}`, {
          cause: error,
        });
      } finally {
        const ms = performance.now() - start;
        if (ms > (slowest.get(question)?.ms ?? 0)) slowest.set(question, { ms, path });
        answers++;
      }
    };
    const tree = ask('the tree', () => parseTree(path, text));
    const settings = { dialect: 'auto', rules: {} } as const;
    for (const { start, end } of ask('the problems', () => check(tree, { path, facts: noFacts, settings }))) {
      assert.ok(start >= 0 && start <= end && end <= text.length);
    }
    ask('completion', () => completionsAt(text, path, offset, completionFacts));
    ask('hover', () => hoverAt(tree, offset, facts));
    ask('lenses', () => codeLenses(tree, facts));
    ask('hints', () => inlayHints(tree, { start: 0, end: text.length }, facts));
    ask('links', () => documentLinks(tree, facts));
    ask('symbols', () => documentSymbols(tree, facts));
    ask('folding', () => foldingRanges(tree));
    ask('refactorings', () => refactoringsAt(tree, offset, facts));
  }
  assert.equal(answers, count * 10);
  for (const [question, { ms, path }] of slowest)
    t.diagnostic(`slowest: ${question}, ${ms.toFixed(0)} ms, ${path}`);
});
