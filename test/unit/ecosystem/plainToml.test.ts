import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readPlainToml } from '../../../src/ecosystem/parse/plainToml.ts';
import { parseAnyToml } from '../../../src/ecosystem/parse/tomlTree.ts';
import { damage, randomFrom } from './damage.ts';

/** Each is plain, and has something that the reader has to get right. */
const plainTexts = [
  '[[apps]]\nname = "web"\nscript = \'server.js\'\n',
  '[[apps]]\nname = "web"\n\n[apps.env]\nA = "b"\n\n[[apps]]\nname = "api"\n[apps.env] # said of it\nA="c"\n',
  'version = 1\n[deploy.production]\nhost = "a"\n[deploy.staging]\nhost = "b"\n',
  '# first\n\n[[apps]] # second\n  # third\n  name = "web" # fourth\n# fifth',
  'args = ["--verbose", \'1\' , 2,\n  # said of the next\n  [true, false], # behind\n  { a = 1 },\n]\nempty = []\n',
  'env = { A = "b", C = { D = [1, 2] } }\nnone = {}\n',
  'a = 0\nb = -1\nc = 1.50\nd = -2.5\ne = 123456789012345\n',
  '[[apps]]\r\nname = "web"\r\n\r\n[apps.env]\r\nA = "b"\r\n',
  '[[apps]]\nname = "ü # \t"\n',
  '[[a.b]]\nc = 1\n[[a.b]]\nc = 2\n[a.b.d]\ne = "f"',
  '__proto__ = 1\nconstructor = "x"\n',
];

/** Each is left to the parser of all of TOML. */
const otherTexts = [
  '',
  '# nothing\n',
  'a\n',
  'a =\n',
  'a = 1\na = 2\n',
  '[a]\nb = 1\n[a]\nc = 2\n',
  '[a]\nb = 1\n[a.b]\nc = 2\n',
  'a = { b = 1 }\n[a.c]\nd = 1\n',
  'a = { b = 1, b = 2 }\n',
  'a = { b = 1, }\n',
  'a = {\nb = 1 }\n',
  'a = [1]\n[[a]]\nb = 1\n',
  '[[a]]\nb = 1\n[a]\nc = 1\n',
  '[a]\n[[a]]\n',
  'a.b = 1\n',
  '"a" = 1\n',
  "['a']\nb = 1\n",
  '[ a ]\nb = 1\n',
  '[[a]\nb = 1\n',
  '[a]]\nb = 1\n',
  '[a] b = 1\n',
  '[-1]\nb = 1\n',
  'a = "x\\n"\n',
  'a = """x"""\n',
  "a = '''x'''\n",
  'a = "x" y\n',
  'a = "x\n',
  'a = 1979-05-27\n',
  'a = 07:32:00\n',
  'a = 0x1f\n',
  'a = 1_000\n',
  'a = 1e3\n',
  'a = +1\n',
  'a = -0\n',
  'a = 01\n',
  'a = 1234567890123456\n',
  'a = inf\n',
  'a = True\n',
  'a = 0',
  'a = [1, 2\n',
  'a = [1,, 2]\n',
  'a = 1\rb = 2\n',
  'a = "\u0001"\n',
  'a = "😀"\n',
  '\ufeffa = 1\n',
  '<<<<<<< ours\na = 1\n',
];

const folder = join(import.meta.dirname, '../../fixtures/ecosystems/toml');
const fixtures = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));

function assertSame(text: string): boolean {
  const root = readPlainToml(text);
  if (root === null) return false;
  const any = parseAnyToml(text);
  assert.deepEqual({ root, syntax: [] }, { root: any.root, syntax: any.syntax }, JSON.stringify(text));
  return true;
}

for (const text of plainTexts) {
  test(`plain TOML is read as the parser of all of TOML reads it: ${JSON.stringify(text)}`, () => {
    assert.ok(assertSame(text));
  });
}

for (const text of otherTexts) {
  test(`what is no plain TOML is left to the parser of all of TOML: ${JSON.stringify(text)}`, () => {
    assert.equal(readPlainToml(text), null);
  });
}

test('whatever damage is done to TOML, what is still plain is read as the parser of all of TOML reads it', () => {
  const random = randomFrom(7);
  let plain = 0;
  for (const text of [...plainTexts, ...fixtures]) {
    if (assertSame(text)) plain += 1;
    for (let run = 0; run < 60; run += 1) if (assertSame(damage(text, random))) plain += 1;
  }
  assert.ok(plain > 100, `only ${plain} texts were plain`);
});

test('nothing makes reading take longer than in proportion', () => {
  const deep = `a = ${'['.repeat(20_000)}`;
  const blank = `a = 1${' '.repeat(100_000)}y\n#${'#'.repeat(100_000)}`;
  const header = `[${'a.'.repeat(50_000)}`;
  for (const text of [deep, blank, header, `a = "${'x'.repeat(100_000)}`])
    assert.equal(readPlainToml(text), null);
});
