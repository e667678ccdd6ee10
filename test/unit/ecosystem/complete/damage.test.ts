import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { completionsAt } from '../../../../src/ecosystem/complete/complete.ts';
import { applied, facts } from './accept.ts';

const corpus = fileURLToPath(new URL('../../../fixtures/ecosystems/', import.meta.url));

/** Numbers from 0 up to 1, the same in each run. */
function numbers(): () => number {
  let state = 20_261_121;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

test('completion survives files that are cut off, or lack a piece, at any place', () => {
  const random = numbers();
  const files = readdirSync(corpus, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  let offered = 0;
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name);
    const whole = readFileSync(path, 'utf8');
    for (let round = 0; round < 12; round++) {
      const offset = Math.floor(random() * (whole.length + 1));
      const gap = Math.floor(random() * 12);
      const text = whole.slice(0, offset) + (round % 2 === 0 ? '' : whole.slice(offset + gap));
      for (const item of completionsAt(text, path, offset, facts)) {
        assert.ok(item.replace.start <= offset && offset <= item.replace.end, `${path} ${offset}`);
        assert.equal(typeof applied(text, item), 'string');
        offered++;
      }
    }
  }
  assert.ok(offered > 1000, String(offered));
});
