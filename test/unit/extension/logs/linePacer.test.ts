import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LinePacer } from '../../../../src/extension/logs/linePacer.ts';
import { plainText } from '../../../../src/extension/logs/plainText.ts';

const same = (line: string): string => line;

test('lines below the limit all pass, in order', () => {
  const pacer = new LinePacer<string>(3);
  pacer.add(['a'], same);
  pacer.add(['b', 'c'], same);
  assert.deepEqual(pacer.take(), { lines: ['a', 'b', 'c'], skipped: 0 });
  assert.equal(pacer.isEmpty, true);
});

test('above the limit the newest lines pass and the others are counted', () => {
  const pacer = new LinePacer<string>(2);
  pacer.add(['a', 'b', 'c', 'd'], same);
  pacer.add(['e'], same);
  assert.deepEqual(pacer.take(), { lines: ['d', 'e'], skipped: 3 });
  assert.deepEqual(pacer.take(), { lines: [], skipped: 0 });
});

test('lines dropped on the way are counted too', () => {
  const pacer = new LinePacer<string>(2);
  pacer.add(['a'], same, 10);
  assert.deepEqual(pacer.take(), { lines: ['a'], skipped: 10 });
});

const texts = [
  ['\u001b[32mgreen\u001b[0m text', 'green text'],
  ['10%\r50%\r100%', '100%'],
  ['windows\r', 'windows'],
  ['plain', 'plain'],
] as const;

for (const [line, expected] of texts) {
  test(`${JSON.stringify(line)} is shown as ${JSON.stringify(expected)}`, () => {
    assert.equal(plainText(line), expected);
  });
}
