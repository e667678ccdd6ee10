import assert from 'node:assert/strict';
import { test } from 'node:test';
import { globToRegExp } from '../../../src/ecosystem/globToRegExp.ts';
import { needsShell } from '../../../src/ecosystem/needsShell.ts';
import { parseDuration } from '../../../src/ecosystem/parseDuration.ts';
import { parseSize } from '../../../src/ecosystem/parseSize.ts';
import { formatPort, parsePort } from '../../../src/ecosystem/portSpec.ts';
import { splitWords } from '../../../src/ecosystem/splitWords.ts';
import { suggest } from '../../../src/ecosystem/suggest.ts';

const durations: readonly [unknown, number | undefined][] = [
  [0, 0],
  ['0', 0],
  [1600, 1600],
  ['1600', 1600],
  ['500ms', 500],
  ['5s', 5000],
  ['1.5s', 1500],
  ['.5s', 500],
  ['2m', 120_000],
  ['1h', 3_600_000],
  ['1d', 86_400_000],
  [' 5 s ', 5000],
  ['5S', 5000],
  ['-1', undefined],
  [-1, undefined],
  ['5 parsecs', undefined],
  ['', undefined],
  [true, undefined],
  [null, undefined],
  [NaN, undefined],
];
for (const [written, expected] of durations) {
  test(`the time ${JSON.stringify(written)} is ${expected} ms`, () =>
    assert.equal(parseDuration(written), expected));
}

test('a plain number can count seconds, and a unit still decides', () => {
  assert.equal(parseDuration(5, 's'), 5000);
  assert.equal(parseDuration('5', 's'), 5000);
  assert.equal(parseDuration('500ms', 's'), 500);
});

const sizes: readonly [unknown, number | undefined][] = [
  [0, 0],
  [1024, 1024],
  ['1024', 1024],
  ['100b', 100],
  ['64K', 65_536],
  ['512M', 536_870_912],
  ['512MB', 536_870_912],
  ['512MiB', 536_870_912],
  ['100mb', 104_857_600],
  ['1.5G', 1_610_612_736],
  ['0.1G', 107_374_182],
  ['1t', 1_099_511_627_776],
  ['300 M', 314_572_800],
  ['12X', undefined],
  ['M', undefined],
  ['', undefined],
  [-5, undefined],
  [{}, undefined],
];
for (const [written, expected] of sizes) {
  test(`the size ${JSON.stringify(written)} is ${expected} bytes`, () =>
    assert.equal(parseSize(written), expected));
}

const ports: readonly [unknown, string | undefined][] = [
  [3000, '3000'],
  ['3000', '3000'],
  ['3000-3002', '3000-3002'],
  [' 3000 - 3002 ', '3000-3002'],
  ['auto:8000-8100', 'auto:8000-8100'],
  ['auto: 8000-8100', 'auto:8000-8100'],
  [0, '0'],
  ['3002-3000', undefined],
  ['3000-', undefined],
  [65_536, undefined],
  [3000.5, undefined],
  ['web', undefined],
  [true, undefined],
];
for (const [written, expected] of ports) {
  test(`the port ${JSON.stringify(written)} is read as ${expected}`, () => {
    const port = parsePort(written);
    assert.equal(port === undefined ? undefined : formatPort(port), expected);
  });
}

const lines: readonly [string, readonly string[]][] = [
  ['', []],
  ['  a  b ', ['a', 'b']],
  ['--name "two words"', ['--name', 'two words']],
  ["--k='x y'", ['--k=x y']],
  [`"it's"`, ["it's"]],
  ['""', ['']],
  ['C:\\app\\server.js', ['C:\\app\\server.js']],
  ['"open', ['open']],
];
for (const [line, words] of lines) {
  test(`the words of ${JSON.stringify(line)} are ${JSON.stringify(words)}`, () =>
    assert.deepEqual(splitWords(line), words));
}

const shellLines = [
  'a && b',
  'a | b',
  'a; b',
  'a > out',
  'echo $HOME',
  'echo "$HOME"',
  'ls *.js',
  'A=1 node x.js',
  'cat ~/x',
  'a {b,c}',
  'a `b`',
];
for (const line of shellLines) test(`"${line}" needs a shell`, () => assert.equal(needsShell(line), true));

const plainLines = [
  'node server.js',
  "echo 'a && b'",
  'echo "a | b"',
  'uvicorn app:app --fd {FD}',
  'hypercorn --bind [::1]:9000 a:b',
  'npm start',
  'x --k=v',
];
for (const line of plainLines) test(`"${line}" needs no shell`, () => assert.equal(needsShell(line), false));

const typos: readonly [string, string | undefined][] = [
  ['instnaces', 'instances'],
  ['auto_restart', 'autorestart'],
  ['Max-Restarts', 'max_restarts'],
  ['max_memory_restar', 'max_memory_restart'],
  ['colour', undefined],
];
for (const [typo, expected] of typos) {
  test(`"${typo}" is taken for ${expected}`, () => {
    assert.equal(
      suggest(typo, ['instances', 'autorestart', 'max_restarts', 'max_memory_restart', 'name']),
      expected,
    );
  });
}

const globs: readonly [glob: string, path: string, matches: boolean][] = [
  ['*.apps.json', 'deep/in/my.apps.json', true],
  ['*.apps.json', 'my.apps.yaml', false],
  ['ops/*.js', 'ops/a.js', true],
  ['ops/*.js', 'ops/deep/a.js', false],
  ['ops/**/*.{js,ts}', 'ops/deep/er/a.ts', true],
  ['**/a?.js', 'x/ab.js', true],
  ['/root.js', 'root.js', true],
  ['/root.js', 'sub/root.js', false],
  ['[ab].js', 'b.js', true],
  ['[!ab].js', 'b.js', false],
  ['a.js', 'aXjs', false],
];
for (const [glob, path, matches] of globs) {
  test(`${glob} ${matches ? 'matches' : 'does not match'} ${path}`, () =>
    assert.equal(globToRegExp(glob).test(path), matches));
}
