import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normaliseEcosystem } from '../../../../src/ecosystem/normalise.ts';
import { optionTable } from '../../../../src/ecosystem/optionTable.ts';
import { parseTree } from '../../../../src/ecosystem/tree/parseTree.ts';
import { plainValue } from '../../../../src/ecosystem/tree/plainValue.ts';
import { applied, complete, expanded } from './accept.ts';

/** A file with a place for one more option beside `$`, which is one that the app needs. */
const files: readonly [path: string, text: string, pair: readonly [before: string, after: string]][] = [
  [
    '/srv/ecosystem.json',
    '{\n  "apps": [\n    { "name": "db", "script": "db.js" },\n    {\n      $|\n    }\n  ]\n}\n',
    ['"script": "a.js",\n      ', '"name": "a",\n      '],
  ],
  [
    '/srv/ecosystem.yaml',
    'apps:\n  - name: db\n    script: db.js\n  - $|\n',
    ['script: a.js\n    ', 'name: a\n    '],
  ],
  ['/srv/ecosystem.yml', 'apps: [{ name: db, script: db.js }, { $| }]\n', ['script: a.js, ', 'name: a, ']],
  [
    '/srv/ecosystem.toml',
    '[[apps]]\nname = "db"\nscript = "db.js"\n\n[[apps]]\n$|\n',
    ['script = "a.js"\n', 'name = "a"\n'],
  ],
  [
    '/srv/ecosystem.config.js',
    "module.exports = {\n  apps: [\n    { name: 'db', script: 'db.js' },\n    {\n      $|\n    },\n  ],\n};\n",
    ["script: 'a.js',\n      ", "name: 'a',\n      "],
  ],
  [
    '/srv/ecosystem.config.ts',
    'export default { apps: [{ name: "db", script: "db.js" }, { $| }] };\n',
    ['script: "a.js", ', 'name: "a", '],
  ],
];
const options = optionTable.filter(({ effect }) => effect === 'acted on');
/** What is typed where the cursor is left, if not "x": the name of an app that there is, and nothing in brackets. */
const typed: Readonly<Record<string, string>> = {
  depends_on: 'db',
  env: '',
  dev: '',
  health_check: '',
  watch_options: '',
};

for (const [path, text, [script, name]] of files) {
  for (const option of options) {
    test(`${option.name} can be completed in ${path}, and what comes of it is in order`, () => {
      const { before, items } = complete(text.replace('$', option.name === 'script' ? name : script), path);
      const item = items.find(({ label }) => label === option.name);
      assert.ok(item, before);
      const newText = expanded(item.newText, typed[option.name] ?? 'x');
      const after = applied(before, { ...item, newText: newText.replaceAll('$', String.raw`\$`) });
      const { root, syntax } = parseTree(path, after);
      assert.deepEqual(syntax, [], after);
      const { problems } = normaliseEcosystem(plainValue(root), { path, dialect: 'pm2' });
      assert.deepEqual(problems, [], after);
    });
  }
}
