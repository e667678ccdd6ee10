import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileDateFormat } from '../../../src/ecosystem/dateFormat.ts';
import { compileDateReader } from '../../../src/ecosystem/dateReader.ts';

const at = new Date(2026, 10, 21, 14, 5, 9, 87).getTime();
const second = new Date(2026, 10, 21, 14, 5, 9).getTime();

for (const [format, expected] of [
  ['YYYY-MM-DD HH:mm:ss.SSS', at],
  ['YYYY-MM-DDTHH:mm:ss.SSSZ', at],
  ['YYYY-MM-DD HH:mm:ss ZZ', second],
  ['DD.MM.YY HH:mm:ss', second],
  ['ddd, D MMM YYYY h:mm:ss a', second],
  ['dddd MMMM DD YYYY hh:mm:ss A', second],
  ['[at] x', at],
  ['X', second],
] as const) {
  test(`what ${format} writes is read again`, () => {
    const written = compileDateFormat(format)(at);
    assert.deepEqual(compileDateReader(format)?.(`${written}: said`), {
      at: expected,
      length: written.length,
    });
  });
}

test('a format without the day tells no time, and another text is none', () => {
  assert.equal(compileDateReader('HH:mm:ss'), undefined);
  assert.equal(compileDateReader('YYYY-MM-DD')?.('hello 2026-11-21'), undefined);
});
