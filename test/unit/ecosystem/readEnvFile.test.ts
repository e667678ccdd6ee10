import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readEnvFiles } from '../../../src/ecosystem/readEnvFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'drover-env-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function read(...texts: string[]): ReturnType<typeof readEnvFiles> {
  const envFiles = texts.map((text, index) => {
    const path = join(folder, `${index}.env`);
    writeFileSync(path, text);
    return path;
  });
  return readEnvFiles({ name: 'web', file: join(folder, 'ecosystem.json'), cwd: folder, envFiles });
}

const lines: readonly [what: string, text: string, expected: Record<string, string>][] = [
  ['plain values', 'A=1\nB = two words \n', { A: '1', B: 'two words' }],
  ['quotes', `A="a b"\nB='c "d"'\nC=\`e 'f'\`\nD=" g "`, { A: 'a b', B: 'c "d"', C: "e 'f'", D: ' g ' }],
  ['several lines', 'KEY="-----BEGIN\nabc\n-----END"\nB=1', { KEY: '-----BEGIN\nabc\n-----END', B: '1' }],
  ['escaped line breaks only in double quotes', `A="x\\ny"\nB='x\\ny'`, { A: 'x\ny', B: 'x\\ny' }],
  ['export', 'export A=1\nexport B="2"', { A: '1', B: '2' }],
  ['comments', '# A=0\nA=1 # one\nB="#2" # two\nC=a#b\n', { A: '1', B: '#2', C: 'a' }],
  ['empty values and lines', '\nA=\n\nB=""\nnonsense\n', { A: '', B: '' }],
  ['equal signs', 'URL=postgres://u:p=1@h/db?x=y', { URL: 'postgres://u:p=1@h/db?x=y' }],
  ['line ends of Windows and a byte order mark', '\uFEFFA=1\r\nB="2"\r\n', { A: '1', B: '2' }],
  ['a quote that does not end', 'A="x\nB=it\'s\nC="a" b', { A: '"x', B: "it's", C: '"a" b' }],
  ['escaped quotes', 'A="{\\"a\\": 1}" # json\nB=1', { A: '{\\"a\\": 1}', B: '1' }],
  ['names', 'a.b-c=1\n  D=2\n__proto__=3\nE F=4', { 'a.b-c': '1', D: '2' }],
  ['the last one of a name', 'A=1\nA=2', { A: '2' }],
];
for (const [what, text, expected] of lines) {
  test(what, () => assert.deepEqual({ ...read(text).env }, expected));
}

test('a later file wins over an earlier one', () => {
  assert.deepEqual({ ...read('A=1\nB=1', 'B=2\nC=2').env }, { A: '1', B: '2', C: '2' });
});

test('one that cannot be read is a warning with its path, and the others count', () => {
  writeFileSync(join(folder, 'there.env'), 'A=1');
  const envFiles = [join(folder, 'gone.env'), folder, join(folder, 'there.env')];
  const { env, problems } = readEnvFiles({ name: 'web', file: null, cwd: folder, envFiles });
  assert.deepEqual({ ...env }, { A: '1' });
  assert.deepEqual(
    problems.map(({ code, severity, data }) => [code, severity, data['path']]),
    [
      ['env-file-unreadable', 'warning', join(folder, 'gone.env')],
      ['env-file-unreadable', 'warning', folder],
    ],
  );
  assert.equal(problems[0]?.data['reason'], 'it does not exist');
});
