import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTomlTree } from '../../../src/ecosystem/parse/tomlTree.ts';
import { nodeAtPath } from '../../../src/ecosystem/tree/locate.ts';
import { plainValue } from '../../../src/ecosystem/tree/plainValue.ts';
import { assertInside } from './treeProperties.ts';

const web = '[[apps]]\nname = "web"\n';

const broken: readonly [
  text: string,
  value: unknown,
  problems: readonly [words: string, message: RegExp][],
][] = [
  ['a = 1\nb =\nc = 2\n', { a: 1, b: undefined, c: 2 }, [['=', /value is missing/]]],
  [
    `${web}inst\nscript = "x"\n`,
    { apps: [{ name: 'web', inst: undefined, script: 'x' }] },
    [['inst', /equals sign and a value/]],
  ],
  [
    `${web}args = ["a",\nscript = "x"\n`,
    { apps: [{ name: 'web', args: undefined, script: 'x' }] },
    [['["a",', /bracket \]/]],
  ],
  [
    `${web}args = ["a",\n  "b",\n\n[[apps]]\nname = "b"\n`,
    { apps: [{ name: 'web', args: undefined }, { name: 'b' }] },
    [['["a",\n  "b",', /bracket \]/]],
  ],
  [
    `${web}env = { A = "1"\nscript = "x"\n`,
    { apps: [{ name: 'web', env: undefined, script: 'x' }] },
    [['{ A = "1"', /bracket \}/]],
  ],
  [
    '[[apps]]\nname = "web\nscript = "x"\n',
    { apps: [{ name: undefined, script: 'x' }] },
    [['"web', /not closed/]],
  ],
  [
    `${web}watch = yes\nscript = ./a.js\nmax_memory_restart = 512M\n`,
    { apps: [{ name: 'web', watch: undefined, script: undefined, max_memory_restart: undefined }] },
    [
      ['yes', /in quotes.*"yes"/],
      ['./a.js', /in quotes/],
      ['512M', /in quotes/],
    ],
  ],
  [
    `${web}script: "x"\ncwd = "/a"\n`,
    { apps: [{ name: 'web', cwd: '/a' }] },
    [['script: "x"', /not a colon/]],
  ],
  [
    `${web}[apps.e\nA = "1"\n\n[[apps]]\nname = "b"\n`,
    { apps: [{ name: 'web' }, { name: 'b' }] },
    [['[apps.e', /bracket \]/]],
  ],
  ['[[apps]\nname = "a"\n', undefined, [['[[apps]', /bracket \]\]/]]],
  ['a = 1\na = 2\n', { a: 1 }, [['a', /multiple times/]]],
  [`[apps]\nname = "x"\n[[apps]]\nname = "y"\n`, { apps: { name: 'x' } }, [['[[apps]]', /multiple times/]]],
  ['a = """x\nb = 1\n', { a: undefined, b: 1 }, [['"""x', /not closed/]]],
  ['= 2\na = 1\n', { a: 1 }, [['= 2', /name is missing/]]],
  ['a = 01\n', { a: undefined }, [['01', /zeros/]]],
  ['<<<<<<< ours\na = 1\n', { a: 1 }, [['<<<<<<< ours', /merge conflict/]]],
];
for (const [text, value, problems] of broken) {
  test(`${JSON.stringify(text)} is read past its errors`, () => {
    const tree = parseTomlTree(text);
    assert.deepEqual(plainValue(tree.root), value);
    assert.deepEqual(
      tree.syntax.map(({ start, end }) => text.slice(start, end)),
      problems.map(([words]) => words),
    );
    for (const [index, [, message]] of problems.entries())
      assert.match(tree.syntax[index]?.message ?? '', message);
    assertInside(tree);
  });
}

const valid: readonly [text: string, value: unknown][] = [
  ['', undefined],
  ['# nothing\n', undefined],
  ['\uFEFFa = 1\n', { a: 1 }],
  ['a.b.c = 1\na.d = [1, { e = 2 }]\n', { a: { b: { c: 1 }, d: [1, { e: 2 }] } }],
  ['[a.b]\nc = 1\n[a.d]\n', { a: { b: { c: 1 }, d: {} } }],
  [`${web}[apps.env]\nA = "1"\n[[apps]]\n`, { apps: [{ name: 'web', env: { A: '1' } }, {}] }],
  ['"quoted key" = \'x\'\nwhen = 1979-05-27\n', { 'quoted key': 'x', when: '1979-05-27T00:00:00.000Z' }],
];
for (const [text, value] of valid) {
  test(`${JSON.stringify(text)} is read without complaint`, () => {
    const tree = parseTomlTree(text);
    assert.deepEqual(plainValue(tree.root), value);
    assert.deepEqual(tree.syntax, []);
    assertInside(tree);
  });
}

test('an app holds its scattered tables, and those only', () => {
  const text = `${web}[apps.env]\nA = "1"\n\n[[apps]]\nname = "b"\n`;
  const { root } = parseTomlTree(text);
  const spanOf = (...path: (string | number)[]): string => {
    const node = nodeAtPath(root, path)?.node;
    return node ? text.slice(node.start, node.end) : '';
  };
  assert.equal(spanOf('apps', 0), `${web}[apps.env]\nA = "1"`);
  assert.equal(spanOf('apps', 0, 'env'), '[apps.env]\nA = "1"');
  assert.equal(spanOf('apps', 1), '[[apps]]\nname = "b"');
  assert.equal(spanOf('apps'), text.trimEnd());
});

test('a text that is wrong on every line is read in bounded time', () => {
  for (const line of ['a\n', 'x = [\n', '[a.b]\n', 'a = """\n', '"""\n', '[\n', '{ a = \n']) {
    const tree = parseTomlTree(line.repeat(2000));
    assert.ok(tree.syntax.length >= 1 && tree.syntax.length <= 26);
    assertInside(tree);
  }
});
