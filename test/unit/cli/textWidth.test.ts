import assert from 'node:assert/strict';
import { test } from 'node:test';
import { charactersOf, textWidth } from '../../../src/cli/textWidth.ts';

test('a text takes as many columns as a terminal shows', () => {
  const widths = { '': 0, 'web-1 ~': 7, 日本: 4, é: 1, '\u001B[31mred\u001B[39m': 3, '…': 1, '👩‍💻': 2 };
  for (const [text, width] of Object.entries(widths)) assert.equal(textWidth(text), width, text);
});

test('characters are what people count as such', () => {
  assert.deepEqual(charactersOf('ae\u0301👩‍💻'), ['a', 'e\u0301', '👩‍💻']);
});
