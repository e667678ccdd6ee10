import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineEditor } from '../../../../src/extension/logs/lineEditor.ts';

test('what is typed is a line when Enter comes, and not before', () => {
  const editor = new LineEditor();
  assert.deepEqual(editor.type('hel'), { lines: [], interrupted: false });
  assert.equal(editor.text, 'hel');
  assert.deepEqual(editor.type('lo\r').lines, ['hello']);
  assert.equal(editor.text, '');
});

test('a paste of several lines enters all that are ended', () => {
  const editor = new LineEditor();
  assert.deepEqual(editor.type('a\r\nb\nc').lines, ['a', 'b']);
  assert.equal(editor.text, 'c');
});

const edits = [
  ['ab\u007fc', 'ac'],
  ['a😀\u007fb', 'ab'],
  ['one two\u0017', 'one '],
  ['one two\u0015x', 'x'],
  ['a\u001b[D\u001b[3~\u001bOPb', 'ab'],
  ['a\u0007b', 'ab'],
] as const;
for (const [typed, text] of edits) {
  test(`${JSON.stringify(typed)} leaves ${text}`, () => {
    const editor = new LineEditor();
    editor.type(typed);
    assert.equal(editor.text, text);
  });
}

test('Ctrl+C and Ctrl+D are told, and change nothing', () => {
  const editor = new LineEditor();
  editor.type('abc');
  assert.equal(editor.type('\u0003').interrupted, true);
  assert.equal(editor.type('\u0004').interrupted, true);
  assert.equal(editor.text, 'abc');
});

test('Up brings the lines before back, the newest first', () => {
  const editor = new LineEditor();
  editor.type('one\rtwo\r');
  editor.type('\u001b[A');
  assert.equal(editor.text, 'two');
  editor.type('\u001b[A\u001b[A');
  assert.equal(editor.text, 'one');
  assert.deepEqual(editor.type('\r').lines, ['one']);
});
