import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeFinding, describeFix } from '../../../../src/ecosystem/rules/describeFinding.ts';
import { rules } from '../../../../src/ecosystem/rules/rules.ts';
import { factsWith, findings, fixed } from './checking.ts';

for (const { code, examples, severity } of rules) {
  for (const [index, { file, bad, good, facts }] of examples.entries()) {
    test(`${code}, example ${index + 1} in ${file}: what is bad is found, and what is good is not`, () => {
      const asked = { facts: factsWith(facts) };
      const found = findings(file, bad, asked).find((finding) => finding.code === code);
      assert.ok(
        found,
        `found: ${findings(file, bad, asked)
          .map((finding) => describeFinding(finding))
          .join(' | ')}`,
      );
      assert.ok(found.start >= 0 && found.end <= bad.length && found.start <= found.end);
      if (index === 0) assert.equal(found.severity, severity);
      assert.doesNotMatch(describeFinding(found), /\{\w+\}|undefined/);
      const after = findings(file, good, asked).filter((finding) => finding.code === code);
      assert.deepEqual(after, []);
      const [first] = found.fixes;
      if (first?.isPreferred !== true) return;
      assert.equal(fixed(bad, first), good);
      assert.doesNotMatch(describeFix(first), /\{\w+\}|undefined|^[a-z-]+$/);
    });
  }
}

test('every rule has a code of its own, an explanation and an example', () => {
  assert.equal(new Set(rules.map(({ code }) => code)).size, rules.length);
  for (const { code, about, examples } of rules) {
    assert.match(code, /^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    assert.ok(about.length > 20 && examples.length > 0, code);
  }
});
