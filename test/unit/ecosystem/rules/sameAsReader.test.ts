import assert from 'node:assert/strict';
import { extname, join } from 'node:path';
import { test } from 'node:test';
import { detectDialect } from '../../../../src/ecosystem/detectDialect.ts';
import { normaliseEcosystem } from '../../../../src/ecosystem/normalise.ts';
import { parseText } from '../../../../src/ecosystem/parse/parseText.ts';
import { positionAt } from '../../../../src/ecosystem/textPosition.ts';
import { rules } from '../../../../src/ecosystem/rules/rules.ts';
import { findings, folder } from './checking.ts';

/** Another rule tells these with more to say. */
const instead: Readonly<Record<string, readonly string[]>> = {
  'option-unknown': ['option-misplaced', 'variable-outside-env'],
};

/** These stand at the name of the app, or at the name of the list; a position of the reader is where its text begins. */
const aboutApp = new Set(['script-required', 'file-no-apps']);

for (const { code, examples } of rules) {
  for (const { file, bad, good } of examples) {
    const parse = parseText(extname(file));
    if (parse === null) continue;
    test(`what the supervisor says about the examples of ${code} in ${file} is found, on the same line`, () => {
      for (const text of [bad, good]) {
        const parsed = parse(text);
        const path = join(folder, file);
        if (parsed.kind === 'error') {
          const [first] = findings(file, text).filter((finding) => finding.code === 'file-syntax');
          assert.equal(first && positionAt(text, first.start).line, parsed.position.line);
          continue;
        }
        if (parsed.kind === 'empty') continue;
        const dialect = detectDialect(path, parsed.value, 'auto');
        const { problems } = normaliseEcosystem(parsed.value, { path, dialect, locate: parsed.locate });
        const found = findings(file, text);
        for (const problem of problems) {
          const same = found.filter(
            ({ code: one }) => one === problem.code || instead[problem.code]?.includes(one),
          );
          const severities = same.map(({ severity }) => severity);
          assert.ok(severities.includes(problem.severity), `${problem.code}: ${severities.join(', ')}`);
          if (aboutApp.has(problem.code)) continue;
          const lines = same.map(({ start }) => positionAt(text, start).line);
          assert.ok(lines.includes(problem.line ?? 0), `${problem.code}: line ${lines.join(', ')}`);
        }
      }
    });
  }
}
