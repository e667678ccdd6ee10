import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAnyScript } from '../../../../src/ecosystem/parse/javascript/parseJavaScriptTree.ts';
import type { ScriptLanguage } from '../../../../src/ecosystem/parse/javascript/plainScript.ts';
import { readPlainScript } from '../../../../src/ecosystem/parse/javascript/plainScript.ts';
import { damage, randomFrom } from '../damage.ts';

/** Each is plain, and has something that the reader has to get right. */
const plainTexts: readonly (readonly [ScriptLanguage, string])[] = [
  ['javascript', 'module.exports = {\n  apps: [{ name: \'web\', script: "server.js", instances: 2 }],\n};\n'],
  ['javascript', 'module.exports={apps:[]}'],
  [
    'javascript',
    '// @ts-check\n/** of pm2 */\nmodule.exports =\n  // here\n  { apps: [] } // end\n  ; /* too */\n',
  ],
  ['javascript', "export default [{ name: 'a' }]"],
  [
    'javascript',
    'module.exports = { async: 1, get: true, type: null, import: -1.5, default: [0,], $a_1: {} };',
  ],
  ['javascript', "module.exports = { a: 'it\\'s', 'b-c': \"\\u0041\\x41\\n\", \"d\": '// no comment' };"],
  ['javascript', 'module.exports = { a: 1, a: 2, __proto__: 3 }\r\n'],
  ['typescript', "export default { apps: [{ name: 'web', script: 'server.ts' }] };\n"],
  ['json', '{"apps": [{"name": "web", "args": ["a", 1, -0.5, true, false, null], "env": {}}]}\n'],
  ['json', '[{"name": "web" /* here */, // there\n "script": "a\\"b\\\\c\\n",}, ]'],
  ['json', '{}'],
];

/** Each is left to the parser of everything. */
const otherTexts: readonly (readonly [ScriptLanguage, string])[] = [
  ['javascript', ''],
  ['javascript', '{ apps: [] }'],
  ['javascript', "'use strict';\nmodule.exports = {};"],
  ['javascript', 'const a = 1;\nmodule.exports = { a };'],
  ['javascript', 'module.exports = { a }'],
  ['javascript', 'module.exports = { a() {} }'],
  ['javascript', 'module.exports = { ...a }'],
  ['javascript', 'module.exports = { [a]: 1 }'],
  ['javascript', 'module.exports = { a: b }'],
  ['javascript', 'module.exports = { a: undefined }'],
  ['javascript', 'module.exports = { a: `b` }'],
  ['javascript', 'module.exports = { a: 1 + 1 }'],
  ['javascript', "module.exports = { a: 'b' + 'c' }"],
  ['javascript', "module.exports = { a: 'b'.length }"],
  ['javascript', 'module.exports = { a: 1_000 }'],
  ['javascript', 'module.exports = { a: 0x1f }'],
  ['javascript', 'module.exports = { a: 1e3 }'],
  ['javascript', 'module.exports = { a: 01 }'],
  ['javascript', 'module.exports = { a: .5 }'],
  ['javascript', 'module.exports = { a: 512M }'],
  ['javascript', 'module.exports = { a: /b/ }'],
  ['javascript', 'module.exports = { 1: 2 }'],
  ['javascript', 'module.exports = { a: 1 b: 2 }'],
  ['javascript', 'module.exports = { a: 1;'],
  ['javascript', 'module.exports = { a: 1 '],
  ['javascript', "module.exports = { a: 'b\n' }"],
  ['javascript', "module.exports = { a: 'b\\\nc' }"],
  ['javascript', 'module.exports = [,]'],
  ['javascript', 'module.exports = {}, 1'],
  ['javascript', 'module.exports = {};\nmodule.exports.a = 1;'],
  ['javascript', 'module.exports = {}.apps'],
  ['javascript', 'module.exports = {} /* no end'],
  ['javascript', '#!/usr/bin/env node\nmodule.exports = {};'],
  ['typescript', 'export default { apps: [] } as const;'],
  ['typescript', 'export default { apps: [] } satisfies Config;'],
  ['typescript', 'export = { apps: [] };'],
  ['json', ''],
  ['json', '"text"'],
  ['json', '{"a": 1};'],
  ['json', "{'a': 1}"],
  ['json', '{a: 1}'],
  ['json', '{"a": 01}'],
  ['json', '{"a": 1e3}'],
  ['json', '{"a": "\\x41"}'],
  ['json', '{"a": "\\u0041"}'],
  ['json', '{"a": "\t"}'],
  ['json', '{"a"}'],
  ['json', '{"a": 1 "b": 2}'],
  ['json', '{"a": 1}}'],
  ['json', '[,]'],
  ['json', '\ufeff{}'],
  ['json', '<<<<<<< ours\n{}'],
];

function assertSame(text: string, language: ScriptLanguage): boolean {
  const tree = readPlainScript(text, language);
  if (tree === null) return false;
  assert.deepEqual(tree, parseAnyScript(text, language), JSON.stringify(text));
  return true;
}

for (const [language, text] of plainTexts) {
  test(`a plain text is read as the parser of everything reads it: ${JSON.stringify(text)}`, () => {
    assert.ok(assertSame(text, language));
  });
}

for (const [language, text] of otherTexts) {
  test(`what is not plain in ${language} is left to the parser of everything: ${JSON.stringify(text)}`, () => {
    assert.equal(readPlainScript(text, language), null);
  });
}

test('whatever damage is done, what is still plain is read as the parser of everything reads it', () => {
  const random = randomFrom(7);
  let plain = 0;
  for (const [language, text] of plainTexts) {
    for (let run = 0; run < 200; run += 1) if (assertSame(damage(text, random), language)) plain += 1;
  }
  assert.ok(plain > 100, `only ${plain} texts were plain`);
});

test('nothing makes reading take longer than in proportion', () => {
  const deep = '['.repeat(100_000);
  const blank = `{${' '.repeat(100_000)}${'/'.repeat(100_000)}`;
  const comments = `{${'/**/'.repeat(100_000)}`;
  const open = `{/*${'/*'.repeat(100_000)}`;
  const text = `["${'\\n'.repeat(100_000)}`;
  for (const one of [deep, blank, comments, open, text]) assert.equal(readPlainScript(one, 'json'), null);
});
