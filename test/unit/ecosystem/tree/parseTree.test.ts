import assert from 'node:assert/strict';
import { test } from 'node:test';
import { positionAt, positionsIn } from '../../../../src/ecosystem/textPosition.ts';
import { appsOf } from '../../../../src/ecosystem/tree/appsOf.ts';
import { languageOf, parseTree } from '../../../../src/ecosystem/tree/parseTree.ts';

test('the language of a file is told by its name', () => {
  const languages = {
    json: ['ecosystem.json', '/a.b/pm2.JSON', '.json5', 'x.jsonc'],
    yaml: ['ecosystem.config.yml', 'C:\\srv\\process.yaml'],
    toml: ['ecosystem.toml'],
    javascript: ['ecosystem.config.js', 'a.cjs', 'a.mjs'],
    typescript: ['ecosystem.config.ts', 'a.cts', 'a.mts'],
  };
  for (const [language, paths] of Object.entries(languages))
    for (const path of paths) assert.equal(languageOf(path), language, path);
  for (const path of ['Procfile', 'ecosystem.config', 'a.js/b', 'a.tsx', 'a.ymlx'])
    assert.equal(languageOf(path), null, path);
});

test('the same apps are seen in each language', () => {
  const texts = {
    'a.json': '{"apps": [{"name": "web", "script": "a.js"}]}',
    'a.yaml': 'apps:\n  - name: web\n    script: a.js\n',
    'a.toml': '[[apps]]\nname = "web"\nscript = "a.js"\n',
    'a.cjs': "module.exports = { apps: [{ name: 'web', script: 'a.js' }] };",
    'a.ts': "export default { apps: [{ name: 'web', script: 'a.js' }] } satisfies Config;",
    unknown: "module.exports = { apps: [{ name: 'web', script: 'a.js' }] };",
  };
  for (const [path, text] of Object.entries(texts)) {
    const [app, ...others] = appsOf(parseTree(path, text).root);
    assert.equal(others.length, 0, path);
    assert.deepEqual(app?.path, ['apps', 0], path);
    assert.equal(app.name?.value, 'web', path);
    assert.match(text.slice(app.name.start, app.name.end), /^["']?web["']?$/);
  }
});

test('many positions in one text are those that are found one by one', () => {
  for (const text of ['', 'a', 'a\nb\r\nc\rd\n', '\n\n', '\r\n\r\nx']) {
    const positionOf = positionsIn(text);
    for (let offset = 0; offset <= text.length; offset++) {
      // Between the two characters of a line break there is no place to be.
      if (text.slice(offset - 1, offset + 1) === '\r\n') continue;
      assert.deepEqual(
        positionOf(offset),
        positionAt(text, offset),
        `${JSON.stringify(text)} ${String(offset)}`,
      );
    }
  }
});
