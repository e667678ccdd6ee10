import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refactoringsAt } from '../../../../src/ecosystem/features/refactorings.ts';
import type { Refactoring } from '../../../../src/ecosystem/features/refactorings.ts';
import { normaliseEcosystem } from '../../../../src/ecosystem/normalise.ts';
import { plainValue } from '../../../../src/ecosystem/tree/plainValue.ts';
import type { SourceLanguage } from '../../../../src/ecosystem/tree/sourceTree.ts';
import { applyEdits, factsWith, offsetOf, shopTrees, treeOf } from './sources.ts';

const facts = factsWith();

for (const tree of shopTrees) {
  for (const word of ['server.js', 'db.py', 'queue.js'])
    test(`what is added to the app of ${word} is read again, and nothing else changes: ${tree.language}`, () => {
      const before = plainValue(tree.root) as { apps: Record<string, unknown>[] };
      const index = ['server.js', 'db.py', 'queue.js'].indexOf(word);
      const found = refactoringsAt(tree, offsetOf(tree.text, word), facts);
      assert.deepEqual(
        found.map(({ id }) => id),
        word === 'server.js'
          ? ['addWatch', 'addDev']
          : word === 'db.py'
            ? ['addHealthCheck', 'addWatch', 'addDev']
            : ['addHealthCheck', 'addWatch', 'addDev', 'makeCluster'],
      );
      for (const { id, edits } of found) {
        const after = treeOf(tree.language, applyEdits(tree.text, edits));
        assert.deepEqual(after.syntax, [], after.text);
        const expected = structuredClone(before);
        Object.assign(expected.apps[index] ?? {}, added[id]);
        assert.deepEqual(plainValue(after.root), expected, after.text);
        const { problems } = normaliseEcosystem(plainValue(after.root), facts);
        assert.deepEqual(problems, []);
      }
    });
}

const added: Readonly<Record<Refactoring['id'], object>> = {
  addHealthCheck: {
    health_check: {
      check_type: 'http',
      url: 'http://127.0.0.1:{PORT}/health',
      timeout: 5,
      interval: 30,
      retries: 3,
    },
  },
  addWatch: { watch: true },
  addDev: { dev: { env: { LOG_LEVEL: 'debug' } } },
  makeCluster: { instances: 'max', exec_mode: 'cluster' },
};

const table: readonly (readonly [SourceLanguage, Refactoring['id'], string, string])[] = [
  [
    'javascript',
    'addWatch',
    `module.exports = [{ script: 'a|.js' }]`,
    `module.exports = [{ script: 'a.js', watch: true }]`,
  ],
  [
    'javascript',
    'addWatch',
    `module.exports = [{ script: 'a|.js', }]`,
    `module.exports = [{ script: 'a.js', watch: true }]`,
  ],
  [
    'javascript',
    'addWatch',
    `module.exports = [{ script: 'a|.js', ...base }]`,
    `module.exports = [{ script: 'a.js', watch: true, ...base }]`,
  ],
  [
    'javascript',
    'addWatch',
    `module.exports = [{\n  script: 'a|.js', // main\n}]`,
    `module.exports = [{\n  script: 'a.js', // main\n  watch: true,\n}]`,
  ],
  [
    'javascript',
    'addWatch',
    `module.exports = [{\n  script: 'a|.js' // main\n}]`,
    `module.exports = [{\n  script: 'a.js', // main\n  watch: true\n}]`,
  ],
  [
    'javascript',
    'addWatch',
    `module.exports = [{\r\n\tscript: 'a|.js' }]`,
    `module.exports = [{\r\n\tscript: 'a.js',\r\n\twatch: true }]`,
  ],
  [
    'javascript',
    'addWatch',
    `module.exports = [{ script: 'a|.js', watch: false, args: [] }]`,
    `module.exports = [{ script: 'a.js', watch: true, args: [] }]`,
  ],
  [
    'javascript',
    'makeCluster',
    `module.exports = [{ script: "a|.js", exec_mode: "fork", instances: 1 }]`,
    `module.exports = [{ script: "a.js", exec_mode: "cluster", instances: "max" }]`,
  ],
  [
    'javascript',
    'addDev',
    `module.exports = [{\n  "script": "a|.js"\n}]`,
    `module.exports = [{\n  "script": "a.js",\n  "dev": {\n    "env": {\n      "LOG_LEVEL": "debug"\n    }\n  }\n}]`,
  ],
  [
    'javascript',
    'addWatch',
    `module.exports = xs.map((x) => ({ script: 'a|.js', args: x }))`,
    `module.exports = xs.map((x) => ({ script: 'a.js', args: x, watch: true }))`,
  ],
  [
    'yaml',
    'addDev',
    `apps:\n- name: a # first\n  script: a|.js # main\n\n# next\n- script: b.js\n`,
    `apps:\n- name: a # first\n  script: a.js # main\n  dev:\n    env:\n      LOG_LEVEL: debug\n\n# next\n- script: b.js\n`,
  ],
  [
    'yaml',
    'addWatch',
    `apps:\n  - script: a|.js\n    env:\n      A: 1`,
    `apps:\n  - script: a.js\n    env:\n      A: 1\n    watch: true`,
  ],
  ['yaml', 'addWatch', `apps: [{ script: a|.js }]\n`, `apps: [{ script: a.js, watch: true }]\n`],
  [
    'toml',
    'addWatch',
    `[[apps]]\nscript = "a|.js" # main\n\n[apps.env]\nA = 1\n`,
    `[[apps]]\nscript = "a.js" # main\nwatch = true\n\n[apps.env]\nA = 1\n`,
  ],
  [
    'toml',
    'addDev',
    `apps = [{ script = "a|.js" }]\n`,
    `apps = [{ script = "a.js", dev = { env = { LOG_LEVEL = "debug" } } }]\n`,
  ],
  ['toml', 'addWatch', `[apps.web]\nscript = "a|.js"`, `[apps.web]\nscript = "a.js"\nwatch = true`],
];

for (const [language, id, marked, expected] of table)
  test(`${id} in ${language}: ${marked.replaceAll('\n', '⏎')}`, () => {
    const text = marked.replace('|', '');
    const found = refactoringsAt(treeOf(language, text), marked.indexOf('|'), facts).find(
      (one) => one.id === id,
    );
    assert.equal(applyEdits(text, found?.edits ?? []), expected);
  });

test('PMDaemon has no "max"', () => {
  const text = '[[apps]]\nscript = "a.js"\n';
  const found = refactoringsAt(treeOf('toml', text), 12, factsWith({ dialect: 'pmdaemon', cpus: 4 }));
  const edits = found.find(({ id }) => id === 'makeCluster')?.edits ?? [];
  assert.equal(applyEdits(text, edits), '[[apps]]\nscript = "a.js"\ninstances = 4\nexec_mode = "cluster"\n');
});

test('nothing is offered outside of apps, for what is shared, and twice', () => {
  const text = `const watch = false;\nconst other = 1;\nmodule.exports = [{ script: 'a.js', watch, dev: {}, health_check: {}, instances: 2, exec_mode: 'cluster' }]`;
  const tree = treeOf('javascript', text);
  assert.deepEqual(refactoringsAt(tree, offsetOf(text, 'a.js'), facts), []);
  assert.deepEqual(refactoringsAt(tree, offsetOf(text, 'other'), facts), []);
});
