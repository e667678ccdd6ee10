import assert from 'node:assert/strict';
import { test } from 'node:test';
import { terminalOutput } from '../../../src/cli/terminalOutput.ts';

test('only what goes to a terminal is looked through', () => {
  const written: string[] = [];
  const write = (text: string): void => void written.push(text);
  terminalOutput({ write, isTTY: true, columns: 80 }).write('a\u001b[2Jb');
  terminalOutput({ write }).write('a\u001b[2Jb');
  assert.deepEqual(written, ['ab', 'a\u001b[2Jb']);
  const stream = { write, isTTY: true, columns: 80 };
  const output = terminalOutput(stream);
  stream.columns = 120;
  assert.equal(output.columns, 120);
});
