import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definitionAt, referencesAt } from '../../../../src/ecosystem/features/appNames.ts';
import { prepareRename, renameApp } from '../../../../src/ecosystem/features/renameApp.ts';
import type { SourceLanguage } from '../../../../src/ecosystem/tree/sourceTree.ts';
import { applyEdits, factsWith, offsetOf, shop, shopTrees, treeOf } from './sources.ts';

const facts = factsWith();

/** The text after the name at `|` has been changed, or why it cannot be. */
function renamed(language: SourceLanguage, marked: string, newName: string): string | null {
  const offset = marked.indexOf('|');
  assert.notEqual(offset, -1);
  const text = marked.replace('|', '');
  const tree = treeOf(language, text);
  const result = renameApp(tree, offset, newName, facts);
  if (result === null) return null;
  if ('refused' in result) return result.refused;
  const after = applyEdits(text, result);
  assert.deepEqual(treeOf(language, after).syntax, [], after);
  return after;
}

for (const tree of shopTrees) {
  test(`the name of an app is changed with all that depend on it: ${tree.language}`, () => {
    for (const at of [offsetOf(tree.text, 'db', 'queue.js'), offsetOf(tree.text, 'db', 'depends_on')]) {
      const result = renameApp(tree, at, 'store', facts);
      assert.ok(result !== null && !('refused' in result));
      const expected = shop[tree.language].replace(/\bdb\b(?!\.py)/g, 'store');
      assert.equal(applyEdits(tree.text, result), expected);
    }
    const target = prepareRename(tree, offsetOf(tree.text, 'queue', 'db.py'), facts);
    assert.ok(target !== null && !('refused' in target));
    assert.equal(tree.text.slice(target.start, target.end), 'queue');
    assert.equal(target.placeholder, 'queue');
  });

  test(`from depends_on one gets to the app, and from it to all of them: ${tree.language}`, () => {
    const use = offsetOf(tree.text, 'db', 'depends_on');
    const definition = definitionAt(tree, use);
    assert.equal(tree.text.slice(definition?.start, definition?.end).replace(/["']/g, ''), 'db');
    const found = referencesAt(tree, use);
    assert.deepEqual(found.map(({ isDefinition }) => isDefinition).sort(), [false, false, true]);
    assert.deepEqual(referencesAt(tree, definition?.start ?? 0), found);
    assert.deepEqual(referencesAt(tree, offsetOf(tree.text, 'script')), []);
    assert.equal(definitionAt(tree, offsetOf(tree.text, 'production')), null);
  });
}

const table: readonly (readonly [SourceLanguage, string, string, string | null])[] = [
  // Quotes.
  ['json', `[{"name":"we|b","script":"a"}]`, `a "b"`, `[{"name":"a \\"b\\"","script":"a"}]`],
  [
    'javascript',
    `module.exports = [{ name: 'w|eb', script: 'a' }]`,
    `it's`,
    `module.exports = [{ name: 'it\\'s', script: 'a' }]`,
  ],
  [
    'javascript',
    'module.exports = [{ name: `w|eb`, script: "a" }]',
    '${x}',
    'module.exports = [{ name: `\\${x}`, script: "a" }]',
  ],
  [
    'yaml',
    `- name: w|eb\n  script: a\n- script: b\n  depends_on: [web]\n`,
    'yes',
    `- name: "yes"\n  script: a\n- script: b\n  depends_on: ["yes"]\n`,
  ],
  [
    'yaml',
    `- name: w|eb\n  script: a\n- script: b\n  depends_on: [web]\n`,
    'a, b',
    `- name: "a, b"\n  script: a\n- script: b\n  depends_on: ["a, b"]\n`,
  ],
  ['yaml', `- name: 'w|eb'\n  script: a\n`, `it's`, `- name: 'it''s'\n  script: a\n`],
  [
    'yaml',
    `- name: &n w|eb\n  script: a\n- script: b\n  depends_on: [*n]\n`,
    'x',
    `- name: &n x\n  script: a\n- script: b\n  depends_on: [*n]\n`,
  ],
  [
    'yaml',
    `- name: web\n  script: a\n- script: b\n  depends_on: w|eb\n`,
    'api',
    `- name: api\n  script: a\n- script: b\n  depends_on: api\n`,
  ],
  ['toml', `[[apps]]\nname = 'w|eb'\nscript = "a"\n`, `it's`, `[[apps]]\nname = "it's"\nscript = "a"\n`],
  // Names that are keys.
  [
    'javascript',
    `module.exports = { apps: { we|b: { script: 'a' }, x: { script: 'b', depends_on: 'web' } } }`,
    'my-web',
    `module.exports = { apps: { "my-web": { script: 'a' }, x: { script: 'b', depends_on: 'my-web' } } }`.replaceAll(
      '"',
      "'",
    ),
  ],
  [
    'javascript',
    `const web = { script: 'a' };\nmodule.exports = { apps: { we|b } }`,
    'api',
    `const web = { script: 'a' };\nmodule.exports = { apps: { api: web } }`,
  ],
  [
    'yaml',
    `apps:\n  we|b:\n    script: a\n  x:\n    script: b\n    depends_on:\n      web: online\n`,
    'a:',
    `apps:\n  "a:":\n    script: a\n  x:\n    script: b\n    depends_on:\n      "a:": online\n`,
  ],
  [
    'toml',
    `[apps.we|b]\nscript = "a"\n\n[apps.web.env]\nA = 1\n\n[apps.x]\nscript = "b"\ndepends_on = ["web"]\n`,
    'a.b',
    `[apps."a.b"]\nscript = "a"\n\n[apps."a.b".env]\nA = 1\n\n[apps.x]\nscript = "b"\ndepends_on = ["a.b"]\n`,
  ],
  [
    'toml',
    `[apps]\nw|eb.script = "a"\nweb.env = { A = 1 }\n`,
    'api',
    `[apps]\napi.script = "a"\napi.env = { A = 1 }\n`,
  ],
  // Shared and in DEV_MODE.
  [
    'javascript',
    `const n = 'web';\nmodule.exports = [{ name: n, script: 'a' }, { script: 'b', depends_on: ['w|eb'], dev: { dependsOn: [n] } }]`,
    'api',
    `const n = 'api';\nmodule.exports = [{ name: n, script: 'a' }, { script: 'b', depends_on: ['api'], dev: { dependsOn: [n] } }]`,
  ],
  // What cannot be renamed.
  ['json', `[{"name":"we|b","script":"a"}]`, '  ', 'An app needs a name.'],
  [
    'json',
    `[{"name":"we|b","script":"a"},{"script":"api.js"}]`,
    'api',
    'Another app of this file is named "api".',
  ],
  [
    'json',
    `[{"script":"api.js"},{"script":"b","depends_on":["a|pi"]}]`,
    'x',
    '"api" is named after its script. Give the app a "name" first.',
  ],
  ['json', `[{"name":"a","script":"b","depends_on":["go|ne"]}]`, 'x', 'No app of this file is named "gone".'],
  [
    'javascript',
    `module.exports = [{ name: 'w|eb-' + 1, script: 'a' }]`,
    'x',
    'The name "web-1" is computed from several parts.',
  ],
  [
    'javascript',
    `module.exports = xs.map((x) => ({ name: 'w|eb', script: x }))`,
    'x',
    'The name "web" belongs to apps that a function computes.',
  ],
  ['json', `[{"name":"web","scr|ipt":"a"}]`, 'x', null],
  ['json', `[{"name":"we|b","script":"a"}]`, 'web', `[{"name":"web","script":"a"}]`],
];

for (const [language, text, newName, expected] of table)
  test(`${language}: ${text.replaceAll('\n', '⏎')} as "${newName}"`, () => {
    assert.equal(renamed(language, text, newName), expected);
  });

test('a name that cannot be changed says so before one is asked for', () => {
  const text = `module.exports = [{ name: 'web-' + 1, script: 'a' }]`;
  const tree = treeOf('javascript', text);
  assert.deepEqual(prepareRename(tree, offsetOf(text, 'web'), facts), {
    refused: 'The name "web-1" is computed from several parts.',
  });
  assert.equal(prepareRename(tree, 3, facts), null);
});
