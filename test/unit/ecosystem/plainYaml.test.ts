import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readPlainYaml } from '../../../src/ecosystem/parse/plainYaml.ts';
import { parseAnyYaml } from '../../../src/ecosystem/parse/yamlTree.ts';
import { damage, randomFrom } from './damage.ts';

/** Each is plain, and has something that the reader has to get right. */
const plainTexts = [
  'apps:\n  - name: web\n    script: server.js\n',
  'apps:\n- name: web\n  script: server.js\n- name: api\n  script: api.js\nother: 1\n',
  'apps:\n  -\n    name: web\n    env:\n      A: b\n\n      C: d\n  # said of the next one\n  - name: api\n',
  '# first\n\napps: # second\n  # third\n  - name: web # fourth\n    env: # fifth\n      A: b # sixth\n# seventh\n\n',
  'apps:\n  - name: web\n    env:\n      A: b\n    # less deep\n  # least deep\n    args: x\n',
  'args: [--verbose, "1" , 2, \'three\', true]\nempty: []\nnone: {}\nenv: { A: b, C: {D: [1, 2]} }\n',
  'a: 1\nb: -1.5\nc: 0\nd: 5s\ne: 512M\nf: 3000-3002\ng: 1_000\nh: 1.2.3\ni: 12:30\nj: 2026-11-21\n',
  'a: true\nb: false\nc: null\nd: yes\ne: off\nf: nullable\n',
  'a: --flag\nb: -x\nc: ./app.js\nd: http://host:80/x#y\nf: a b  c\ng: it\'s "so"\n',
  'a: "x # y"   # z\nb: \'{{ x }}\'\nc: ""\n',
  '- a\n- b: 1\n  c: 2\n- - d\n  - e: 3\n-   f: 4\n    g: 5\n',
  '  a:\n      b: 1\n      c:\n       - d\n  e: 2',
  'a: über straße\nb: 日本\n',
  'a: 1\r\nb:\r\n  - c # d\r\n  - e\r\n',
];

/** Each is left to the parser of all of YAML. */
const otherTexts = [
  '',
  '# nothing\n',
  'text',
  'a:\n',
  'a:\nb: 1\n',
  '- \n- b\n',
  'a: 1\na: 2\n',
  'a: {b: 1, b: 2}\n',
  'a: x: y\n',
  'a: x:\n',
  'a: one\n  two\n',
  'a: 1\n  b: 2\n',
  'a:\n    b: 1\n  c: 2\n',
  '- a\n b: 1\n',
  'a:\n  b: 1\n  - c\n',
  '- a\nb: 1\n',
  'a: |\n  text\n',
  'a: >-\n  text\n',
  'a: &anchor 1\nb: *anchor\n',
  'a: !!str 1\n',
  'a: <<\n<<: {b: 1}\n',
  'a: "x\\n"\n',
  "a: 'it''s'\n",
  'a: "x"y\n',
  'a: "x"#y\n',
  'a: [1, 2\n',
  'a: [1, 2,]\n',
  'a: [1,, 2]\n',
  'a: [x: 1]\n',
  'a: [\n1]\n',
  'a: {b}\n',
  'a: {"b": 1}\n',
  'a: [1] 2\n',
  'apps:\n  - env:\n      A: b\n      # at the end\n',
  'apps:\n  - env:\n      A: b\n      # at its end\n    name: web\n',
  'a: 012\n',
  'a: 0x1f\n',
  'a: 1e3\n',
  'a: .5\n',
  'a: ~\n',
  'a: True\n',
  'true: 1\n',
  '"a": 1\n',
  '? a\n: 1\n',
  'a: @x\n',
  'a: %x\n',
  'a: - x\n',
  'a:\t1\n',
  'a: 1\rb: 2\n',
  '---\na: 1\n',
  'a: 1\n...\n',
  '%YAML 1.2\n',
  '\ufeffa: 1\n',
];

const folder = join(import.meta.dirname, '../../fixtures/ecosystems/yaml');
const fixtures = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));

function assertSame(text: string): boolean {
  const root = readPlainYaml(text);
  if (root === null) return false;
  const any = parseAnyYaml(text);
  assert.deepEqual({ root, syntax: [] }, { root: any.root, syntax: any.syntax }, JSON.stringify(text));
  return true;
}

for (const text of plainTexts) {
  test(`plain YAML is read as the parser of all of YAML reads it: ${JSON.stringify(text)}`, () => {
    assert.ok(assertSame(text));
  });
}

for (const text of otherTexts) {
  test(`what is no plain YAML is left to the parser of all of YAML: ${JSON.stringify(text)}`, () => {
    assert.equal(readPlainYaml(text), null);
  });
}

test('whatever damage is done to YAML, what is still plain is read as the parser of all of YAML reads it', () => {
  const random = randomFrom(7);
  let plain = 0;
  for (const text of [...plainTexts, ...fixtures]) {
    if (assertSame(text)) plain += 1;
    for (let run = 0; run < 60; run += 1) if (assertSame(damage(text, random))) plain += 1;
  }
  assert.ok(plain > 200, `only ${plain} texts were plain`);
});

test('nothing makes reading take longer than in proportion', () => {
  const deep = Array.from({ length: 2000 }, (_, level) => `${' '.repeat(level)}a:\n`).join('');
  const flow = `a: ${'['.repeat(20_000)}`;
  const blank = `a: x${' '.repeat(100_000)}y\n${'#'.repeat(100_000)}`;
  for (const text of [deep, flow, `a: ${'x '.repeat(50_000)}\n`, blank]) assertSame(text);
});
