import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseYamlTree } from '../../../src/ecosystem/parse/yamlTree.ts';
import { appsOf } from '../../../src/ecosystem/tree/appsOf.ts';
import { nodeAtPath } from '../../../src/ecosystem/tree/locate.ts';
import { plainValue } from '../../../src/ecosystem/tree/plainValue.ts';
import { assertInside } from './treeProperties.ts';

const web = 'apps:\n  - name: web\n';

/** A broken text, what is read of it all the same, and what is said of which words. */
const broken: readonly [
  text: string,
  value: unknown,
  problems: readonly [words: string, message: RegExp][],
][] = [
  [
    `${web}    cron: */5 * * * *\n    script: x\n`,
    { apps: [{ name: 'web', cron: undefined, script: 'x' }] },
    [['*/5 * * * *', /in quotes/]],
  ],
  [
    `${web}    ignore_watch: [*.log, tmp]\n`,
    { apps: [{ name: 'web', ignore_watch: [undefined, 'tmp'] }] },
    [['*.log', /in quotes/]],
  ],
  [
    `${web}    inst\n    script: x\n`,
    { apps: [{ name: 'web', inst: undefined, script: 'x' }] },
    [['inst', /colon and a value/]],
  ],
  [
    'apps:\n  - inst\n    script: x\n',
    { apps: [{ inst: undefined, script: 'x' }] },
    [['inst', /colon and a value/]],
  ],
  [
    `${web}    inst\n  - name: b\n`,
    { apps: [{ name: 'web', inst: undefined }, { name: 'b' }] },
    [['inst', /colon and a value/]],
  ],
  [
    `${web}    script:x\n    cwd: /a\n`,
    { apps: [{ name: 'web', script: undefined, cwd: '/a' }] },
    [['script:x', /blank is missing/]],
  ],
  [
    `${web}    args: [a, b\n    script: x\n`,
    { apps: [{ name: 'web', args: ['a', 'b'], script: 'x' }] },
    [['b', /bracket \]/]],
  ],
  [
    `${web}    env: {A: 1, B: 2\n    script: x\n`,
    { apps: [{ name: 'web', env: { A: 1, B: 2 }, script: 'x' }] },
    [['2', /bracket \}/]],
  ],
  [
    'apps:\n  - name: "web\n    script: x\n',
    { apps: [{ name: 'web', script: 'x' }] },
    [['"web', /closing quote "/]],
  ],
  [
    "apps:\n  - name: 'web\n    args: 'b'\n",
    { apps: [{ name: 'web', args: 'b' }] },
    [["'web", /closing quote '/]],
  ],
  ['apps:\n\t- name: web\n', { apps: [{ name: 'web' }] }, [['\t', /a tab/]]],
  [`${web}  script: x\n`, { apps: [{ name: 'web' }], script: 'x' }, [['script: x', /not indented/]]],
  [`${web}   script: x\n`, { apps: [{ name: 'web' }, { script: 'x' }] }, [['script: x', /start with "- "/]]],
  [`${web}      script: x\n`, { apps: [{ name: undefined }] }, [['web', /indented too deeply/]]],
  ['apps:\n  - name: a: b\n    script: c\n', { apps: [{ name: undefined, script: 'c' }] }, [['a', /": "/]]],
  ['{{ values }}\napps:\n  - name: a\n', { apps: [{ name: 'a' }] }, [['{{ values }}', /another program/]]],
  [
    'apps:\n  - name: {{ app }}\n    script: x\n',
    { apps: [{ name: undefined, script: 'x' }] },
    [['{ app }', /cannot be an object/]],
  ],
  ['apps:\n  - name: @x\n', { apps: [{ name: '@x' }] }, [['@x', /may not start with @/]]],
  ['apps: [\n', { apps: [] }, [['[', /bracket \]/]]],
  ['a: 1\na: 2\n', { a: 2 }, [['a', /unique/]]],
  ['a: 1\n---\nb: 2\n', { a: 1 }, [['---', /more than one/]]],
  ['a: &a\n  b: *a\n', { a: { b: undefined } }, [['*a', /holds itself/]]],
  ['a: *nowhere\n', { a: undefined }, [['*nowhere', /anchor/]]],
  [
    '<<<<<<< ours\napps:\n  - name: a\n=======\n  - name: b\n>>>>>>> theirs\n',
    { apps: [{ name: 'a' }, { name: 'b' }] },
    [
      ['<<<<<<< ours', /merge conflict/],
      ['=======', /merge conflict/],
      ['>>>>>>> theirs', /merge conflict/],
    ],
  ],
];
for (const [text, value, problems] of broken) {
  test(`${JSON.stringify(text)} is read past its errors`, () => {
    const tree = parseYamlTree(text);
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
  [`${web}    env:\n    watch:\n`, { apps: [{ name: 'web', env: undefined, watch: undefined }] }],
  ['apps:\n  -\n  - name: b\n', { apps: [null, { name: 'b' }] }],
  ['\uFEFFa: 1\nb: 2\n', { a: 1, b: 2 }],
  ['a: 0o14\nb: 1e3\nc: yes\nd: 2020-01-01\ne: ~\n', { a: 12, b: 1000, c: 'yes', d: '2020-01-01', e: null }],
  ['%YAML 1.1\n---\na: yes\n', { a: true }],
  ['x: &x {a: 1, b: 1}\ny:\n  <<: *x\n  b: 2\n', { x: { a: 1, b: 1 }, y: { a: 1, b: 2 } }],
  [
    'x: &x {a: 1}\ny: &y {a: 2, b: 2}\nz:\n  <<: [*x, *y]\n',
    { x: { a: 1 }, y: { a: 2, b: 2 }, z: { a: 1, b: 2 } },
  ],
  ['a: &n 1\nb: *n\na2: &n 2\nc: *n\n', { a: 1, b: 1, a2: 2, c: 2 }],
];
for (const [text, value] of valid) {
  test(`${JSON.stringify(text)} is read without complaint`, () => {
    const tree = parseYamlTree(text);
    assert.deepEqual(plainValue(tree.root), value);
    assert.deepEqual(tree.syntax, []);
    assertInside(tree);
  });
}

test('what aliases and merges bring stands where it is written', () => {
  const text = 'x: &x {cwd: /srv}\napps:\n  - <<: *x\n    name: a\n    env: &e {A: b}\n  - env: *e\n';
  const { root } = parseYamlTree(text);
  assert.equal(nodeAtPath(root, ['apps', 0, 'cwd'])?.property?.start, text.indexOf('cwd'));
  assert.equal(nodeAtPath(root, ['apps', 1, 'env'])?.node?.start, text.indexOf('{A: b}'));
  assert.equal(nodeAtPath(root, ['apps', 1, 'env'])?.property?.end, text.trimEnd().length);
});

test('a text that aliases blow up, or that is nested thousands deep, is refused and not expanded', () => {
  const lines = 'bcdefghij'.split('').map((name, index) => {
    const aliases = Array.from({ length: 10 }, () => `*${'abcdefghi'.charAt(index)}`).join(', ');
    return `${name}: &${name} [${aliases}]`;
  });
  const bomb = parseYamlTree(`a: &a [1, 2, 3]\n${lines.join('\n')}\n`);
  assert.match(bomb.syntax[0]?.message ?? '', /too large/);
  assert.ok(JSON.stringify(plainValue(bomb.root)).length < 3_000_000);
  for (const deep of ['['.repeat(5000), '- '.repeat(5000), `a: ${'{b: '.repeat(5000)}`]) {
    const tree = parseYamlTree(deep);
    assert.ok(tree.syntax.length > 0);
    assertInside(tree);
  }
});

test('a thousand apps that share their settings are all read', () => {
  const apps = Array.from({ length: 1000 }, (_, index) => `  - <<: *all\n    name: app-${String(index)}\n`);
  const options = Array.from({ length: 20 }, (_, index) => `  A${String(index)}: 1\n`);
  const tree = parseYamlTree(`all: &all\n  script: a.js\n${options.join('')}apps:\n${apps.join('')}`);
  assert.deepEqual(tree.syntax, []);
  assert.equal(appsOf(tree.root).length, 1000);
});
