import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from '../../../src/ecosystem/parse/parseJson.ts';
import { parseToml } from '../../../src/ecosystem/parse/parseToml.ts';
import { parseYaml } from '../../../src/ecosystem/parse/parseYaml.ts';
import type { ParsedText } from '../../../src/ecosystem/parse/parsedText.ts';

type Parse = (source: string) => ParsedText;

const values: readonly [what: string, parse: Parse, text: string, expected: unknown][] = [
  [
    'JSON with comments, trailing commas and a BOM',
    parseJson,
    '\uFEFF// c\n{"a": [1, /* c */ 2,], }',
    { a: [1, 2] },
  ],
  [
    'JSON that would be code elsewhere',
    parseJson,
    '{"__proto__x": "${process.exit()}"}',
    { __proto__x: '${process.exit()}' },
  ],
  [
    'YAML with anchors and merges',
    parseYaml,
    'a: &a {b: 1}\nc:\n  <<: *a\n  d: 2',
    { a: { b: 1 }, c: { b: 1, d: 2 } },
  ],
  ['YAML words that look like booleans', parseYaml, 'a: yes\nb: true\nc: "1"', { a: 'yes', b: true, c: '1' }],
  ['a YAML list', parseYaml, '- x\n- 1', ['x', 1]],
  [
    'TOML tables',
    parseToml,
    '[[apps]]\nname = "a"\n[apps.env]\nA = "1"\n[[apps]]\nname = "b"',
    { apps: [{ name: 'a', env: { A: '1' } }, { name: 'b' }] },
  ],
  ['TOML dotted keys', parseToml, 'a.b = 1\nc = { d = [1, 2] }', { a: { b: 1 }, c: { d: [1, 2] } }],
];
for (const [what, parse, text, expected] of values) {
  test(`${what} is read`, () => {
    const parsed = parse(text);
    assert.ok(parsed.kind === 'value', JSON.stringify(parsed));
    assert.deepEqual(parsed.value, expected);
  });
}

const empty: readonly [Parse, string][] = [
  [parseJson, ''],
  [parseJson, ' \n// only a comment\n'],
  [parseYaml, ''],
  [parseYaml, '# only a comment\n'],
  [parseToml, ''],
  [parseToml, '# only a comment\n'],
];
for (const [parse, text] of empty) {
  test(`${parse.name} of ${JSON.stringify(text)} is empty`, () =>
    assert.deepEqual(parse(text), { kind: 'empty' }));
}

const errors: readonly [Parse, string, RegExp, number, number][] = [
  [parseJson, `{"a":\n${'['.repeat(200_000)}`, /^This is nested too deeply to be read\.$/, 2, 500],
  [
    parseYaml,
    `a:\n  ${'['.repeat(200_000)}${']'.repeat(200_000)}`,
    /^This is nested too deeply to be read\.$/,
    2,
    103,
  ],
  [
    parseToml,
    `a = ${'['.repeat(200_000)}${']'.repeat(200_000)}`,
    /^This is nested too deeply to be read\.$/,
    1,
    1,
  ],
  [parseJson, "{\n  'apps': []\n}", /double quotes/, 2, 3],
  [parseJson, '{apps: []}', /property names need double quotes: "apps"/, 1, 2],
  [parseJson, '{"a": process.env.HOME}', /never evaluated/, 1, 7],
  [parseJson, '{"a": [1\n', /closing|comma/i, 2, 1],
  [parseJson, '{"a": "x', /string is not closed/, 1, 7],
  [parseJson, '{"a": 1}\n{"b": 2}', /should end here/, 2, 1],
  [parseYaml, 'a: 1\n b: 2', /./, 1, 4],
  [parseYaml, 'a:\n\t- 1', /tab/, 2, 1],
  [parseYaml, 'a: 1\na: 2', /unique/, 2, 1],
  [parseYaml, 'a: 1\nb: *nowhere', /names an anchor/, 2, 4],
  [parseYaml, 'cron: */5 * * * *', /quotes/, 1, 7],
  [parseYaml, 'a: 1\n---\nb: 2', /more than one/, 2, 1],
  [parseToml, 'a = 1\nb = \n', /./, 2, 4],
  [parseToml, '[[apps]]\nname = "a"\nname = "b"', /multiple times/, 3, 1],
];
for (const [parse, text, message, line, column] of errors) {
  test(`${parse.name} says where ${JSON.stringify(text)} is wrong`, () => {
    const parsed = parse(text);
    assert.ok(parsed.kind === 'error', JSON.stringify(parsed));
    assert.match(parsed.message, message);
    assert.equal(parsed.position.line, line);
    assert.ok(Math.abs(parsed.position.column - column) <= 4, JSON.stringify(parsed.position));
  });
}

const places: readonly [Parse, string, (string | number)[], [number, number]][] = [
  [parseJson, '{"apps": [\n  {"name": "x",\n   "prot": 1}]}', ['apps', 0, 'prot'], [3, 4]],
  [parseJson, '{"apps": [\n  {"name": "x"}]}', ['apps', 0], [2, 3]],
  [parseYaml, 'apps:\n  - name: x\n    prot: 1\n  - name: y', ['apps', 0, 'prot'], [3, 5]],
  [parseYaml, 'apps:\n  - name: x\n    prot: 1\n  - name: y', ['apps', 1], [4, 5]],
  [parseToml, '[[apps]]\nname = "x"\n[[apps]]\n  prot = 1', ['apps', 1, 'prot'], [4, 3]],
  [parseToml, '[[apps]]\nname = "x"\n[apps.env]\nA = "1"', ['apps', 0, 'env', 'A'], [4, 1]],
];
for (const [parse, text, path, [line, column]] of places) {
  test(`${parse.name} knows where ${path.join('.')} stands`, () => {
    const parsed = parse(text);
    assert.ok(parsed.kind === 'value');
    assert.deepEqual(parsed.locate(path), { line, column });
    assert.equal(parsed.locate(['nowhere', 0]), undefined);
  });
}
