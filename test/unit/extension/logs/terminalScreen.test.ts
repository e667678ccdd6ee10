import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TerminalScreen } from '../../../../src/extension/logs/terminalScreen.ts';

test('output stands above what is typed', () => {
  const screen = new TerminalScreen();
  screen.type('typ');
  assert.equal(screen.print(['one', 'two']), '\r\u001b[Jone\u001b[0m\r\ntwo\u001b[0m\r\ntyp');
});

test('what is typed over several rows is taken away whole', () => {
  const screen = new TerminalScreen();
  screen.resize(10);
  screen.type('x'.repeat(25));
  assert.match(screen.print(['one']), /^\u001b\[2A\r\u001b\[J/);
  screen.type('漢字漢字漢字');
  assert.match(screen.print(['one']), /^\u001b\[1A\r\u001b\[J/);
});
