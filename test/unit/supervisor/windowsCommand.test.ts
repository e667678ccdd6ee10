import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchCommand, isBatchFile, shellCommand } from '../../../src/supervisor/launch/windowsCommand.ts';

const cmd = 'C:\\Windows\\system32\\cmd.exe';

/** What cmd makes of a line outside of quotes: a caret stands for the character after it. */
const readByCmd = (line: string): string => line.replace(/\^(.)/g, '$1');

/** The words of a command line as the C runtime takes it apart; none of the tests ends in a backslash. */
function words(line: string): string[] {
  const found = line.match(/"(?:\\.|[^"\\])*"|\S+/g) ?? [];
  return found.map((word) => (word.startsWith('"') ? word.slice(1, -1).replaceAll('\\"', '"') : word));
}

test('batch files are known by their extension', () => {
  const files = ['C:\\npm.cmd', 'start.BAT', 'node.exe', 'my.cmd.js'];
  assert.deepEqual(files.map(isBatchFile), [true, true, false, false]);
});

test('plain arguments stay as they are', () => {
  assert.deepEqual(batchCommand('C:\\tools\\npm.cmd', ['run', 'start:dev', '--port', '3000'], cmd), {
    file: cmd,
    args: ['/d', '/s', '/c', '"^"C:\\tools\\npm.cmd^" run start:dev --port 3000"'],
  });
});

for (const argument of [
  'a b',
  '',
  'a&b|c',
  '100%',
  '%PATH%',
  '!x!',
  'say "hi"',
  '(x)',
  'a,b;c=d',
  '<>',
  'a^b',
]) {
  test(`${JSON.stringify(argument)} arrives through a batch file that hands it on`, () => {
    const [, , , line = ''] = batchCommand('C:\\my tools\\npm.cmd', [argument], cmd).args;
    assert.ok(line.startsWith('"') && line.endsWith('"'));
    const once = readByCmd(line.slice(1, -1));
    assert.ok(once.startsWith('"C:\\my tools\\npm.cmd" '), once);
    const rest = once.slice('"C:\\my tools\\npm.cmd" '.length);
    assert.deepEqual(words(readByCmd(rest)), [argument]);
    // Nothing of it may mean anything to cmd at its second reading.
    assert.doesNotMatch(rest.replace(/\^./g, ''), /[()%!^"<>&|]/);
  });
}

test('backslashes before a quote do not swallow it', () => {
  const [, , , line = ''] = batchCommand('x.cmd', ['C:\\a dir\\'], cmd).args;
  assert.equal(readByCmd(readByCmd(line.slice(1, -1))), '"x.cmd" "C:\\a dir\\\\"');
});

test('a shell line is given as it is', () => {
  assert.deepEqual(shellCommand('echo "a b" && dir', cmd), {
    file: cmd,
    args: ['/d', '/s', '/c', '"echo "a b" && dir"'],
  });
});
