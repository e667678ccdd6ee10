import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colouredText } from '../../../src/client/colouredText.ts';

const bell = '\u0007';
const end = '\u001b\\';

for (const [what, sequence] of Object.entries({
  'the title': `\u001b]0;mine${bell}`,
  'the title, ended otherwise': `\u001b]2;mine${end}`,
  'the clipboard': `\u001b]52;c;cm0gLXJmIH4K${bell}`,
  'a link': `\u001b]8;;https://example.com${end}`,
  "the editor's shell integration": `\u001b]633;E;rm -rf ~${bell}`,
  'a question that is answered as if typed': '\u001b[6n',
  'a question for the name': '\u001b[c',
  'a question by a string': `\u001bP$qm${end}`,
  'the cursor': '\u001b[2;5H',
  'the screen': '\u001b[2J',
  'the scroll region': '\u001b[1;2r',
  'another screen': '\u001b[?1049h',
  'keys reported': '\u001b[?1000h',
  'a reset': '\u001bc',
  'another character set': '\u001b(0',
  'a string of the application': `\u001b_G${end}`,
  'a private message': `\u001b^x${end}`,
  'control sequences in one byte': '\u009b2J',
  'a string in one byte': `\u009d52;c;eA==\u009c`,
  'a bell': bell,
  'steps back': '\b\b',
  shifts: '\u000e\u000f',
  'nothing, and is left unended': '\u001b]52;c;cm0g',
  'nothing, and is cut off': '\u001b',
})) {
  test(`left out: what acts on ${what}`, () => {
    const isOpen = /unended|cut off/.test(what);
    assert.equal(colouredText(`a${sequence}${isOpen ? '' : 'b'}`), isOpen ? 'a' : 'ab');
  });
}

test('colours, styles, lines, tabs and lines written anew stay', () => {
  const kept = [
    '\u001b[1;31mred\u001b[0m',
    '\u001b[38;2;1;2;3mx\u001b[m',
    '\u001b[4:3mcurly',
    'a\tb\r\n',
    '\r\u001b[Kagain',
    'größe 日本',
  ];
  for (const text of kept) assert.equal(colouredText(text), text);
});

test('one sequence inside another makes none', () => {
  for (const nested of [
    '\u001b\u001b[2J]52;c;x',
    '\u001b]\u001b]52;c;eA==\u0007',
    '\u001b[\u001b[2J',
    '\u009b\u001b[2J',
  ]) {
    const rest = colouredText(nested).replace(/\u001b\[(?:[\d;:]*m|0?K)/g, '');
    assert.doesNotMatch(
      rest,
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/,
      JSON.stringify(nested),
    );
  }
});

test('no mixture of bytes gets anything but colours through', () => {
  const parts = [
    '\u001b',
    '[',
    ']',
    '52;c;',
    'm',
    'K',
    '0',
    ';',
    '?',
    '\u0007',
    '\\',
    'P',
    '\u009b',
    '\u009d',
    '\u009c',
    'x',
    ' ',
    '\r',
  ];
  let seed = 7;
  const next = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 20_000; round += 1) {
    const text = Array.from({ length: 12 }, () => parts[next(parts.length)]).join('');
    const rest = colouredText(text).replace(/\u001b\[(?:[\d;:]*m|0?K)/g, '');
    assert.doesNotMatch(rest, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/, JSON.stringify(text));
  }
});
