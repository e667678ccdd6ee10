import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cursorAt } from '../../../src/ecosystem/complete/cursorAt.ts';
import { nodeOf, places } from '../../../src/ecosystem/tree/locate.ts';
import { parseSource } from '../../../src/ecosystem/tree/parseTree.ts';
import { assertInside } from './treeProperties.ts';

const folder = join(import.meta.dirname, '../../fixtures/ecosystems');
const scraps = '{ } [ ] " \' : , *a &b << = \\ … !!x [[ """ # | > ? {{ . 0 - name'.split(' ');
const blanks = ['\n', '\t', '  ', '\r\n', '- ', '\0'];

/** Numbers from 0 to below 1, the same in each run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

for (const language of ['yaml', 'toml'] as const) {
  test(`no damage to ${language} makes its tree, or what the cursor is at, lie outside of the text`, () => {
    const random = randomNumbers(language.length + 17);
    const all = [...scraps, ...blanks];
    for (const name of readdirSync(join(folder, language))) {
      const text = readFileSync(join(folder, language, name), 'utf8');
      for (let run = 0; run < 20; run++) {
        let damaged = text;
        for (let count = 0; count < 1 + random() * 2; count++) {
          const at = Math.floor(random() * damaged.length);
          const scrap = all[Math.floor(random() * all.length)] ?? '';
          damaged = damaged.slice(0, at) + scrap + damaged.slice(at + Math.floor(random() * 6));
        }
        assertInside(parseSource(damaged, language));
        assertCursor(damaged, language, Math.floor(random() * (damaged.length + 1)));
      }
    }
  });
}

function assertCursor(text: string, language: 'yaml' | 'toml', offset: number): void {
  const cursor = cursorAt(text, language, offset);
  if (cursor === null) return;
  const { start, end } = cursor.replace;
  const shown = `${String(offset)} in ${JSON.stringify(text)}`;
  assert.ok(start <= offset && offset <= end && end <= text.length, shown);
  assert.ok(!text.slice(start, end).includes('\n'), shown);
  for (const place of places(cursor.root)) {
    const node = nodeOf(place);
    assert.ok(node.start >= 0 && node.start <= node.end && node.end <= text.length, shown);
  }
}
