import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJavaScriptTree } from '../../../../src/ecosystem/parse/javascript/parseJavaScriptTree.ts';
import { show } from './show.ts';

/** Lines being typed inside of the first of two apps, and what the first one then is. */
const lines: readonly (readonly [string, string])[] = [
  ['instances:', "instances: ∅, script: 'a.js'"],
  ['instances: ,', "instances: ∅, script: 'a.js'"],
  ['instances: 2', "instances: 2, script: 'a.js'"],
  ['inst', "inst: ∅, script: 'a.js'"],
  ["'inst", "inst: ∅, script: 'a.js'"],
  ["cwd: '/srv,", "cwd: '/srv', script: 'a.js'"],
  ['cwd: "/srv', "cwd: '/srv', script: 'a.js'"],
  ['cwd: `/srv,', "cwd: '/srv', script: 'a.js'"],
  ['port: process.env.', "port: ?, script: 'a.js'"],
  ['port: process.env.PORT ||', "port: ?, script: 'a.js'"],
  ['env: {}', "env: {}, script: 'a.js'"],
  ["args: ['a',", "args: ['a'], script: 'a.js'"],
  ['args: [', "args: [], script: 'a.js'"],
  ['instances = 2,', "instances: 2, script: 'a.js'"],
  ['instances: 2;', "instances: 2, script: 'a.js'"],
  ["cwd '/x',", "cwd: '/x', script: 'a.js'"],
  ['watch true,', "watch: true, script: 'a.js'"],
  ["cwd:: '/x',", "cwd: '/x', script: 'a.js'"],
  [
    '// x\n<<<<<<< HEAD\ninstances: 2,\n=======\ninstances: 4,\n>>>>>>> other',
    "instances: 2, instances: 4, script: 'a.js'",
  ],
  ['cwd: path.join(__dirname,', "cwd: ?, script: 'a.js'"],
  ['cwd: path.join(', "cwd: ?, script: 'a.js'"],
  ['cwd: (', "cwd: ∅, script: 'a.js'"],
  ['cwd: a ? 1 :', "cwd: ?<1>, script: 'a.js'"],
  ['instances: -', "instances: ?, script: 'a.js'"],
  ['...', "script: 'a.js', …"],
  ['...common,', "script: 'a.js', …"],
  ['memory: 512M,', "memory: ?, script: 'a.js'"],
  ['/* half', "script: 'a.js'"],
  [')', "script: 'a.js'"],
  [']', "script: 'a.js'"],
  ['}', "script: 'a.js'"],
  ['x: new', "x: ?, script: 'a.js'"],
  ['x: y as', "x: ?, script: 'a.js'"],
  ['x: <', "x: ?, script: 'a.js'"],
  ['x: !', "x: ?, script: 'a.js'"],
  ['MARK:', "MARK: ∅, script: 'a.js'"],
  ['@', "script: 'a.js'"],
  ['#', "script: 'a.js'"],
  ['env: { A: , B: },', "env: {A: ∅, B: ∅}, script: 'a.js'"],
  ['env: { A },', "env: {A: ∅}, script: 'a.js'"],
  ['cwd: foo.bar().', "cwd: ?, script: 'a.js'"],
  ["name: 'again',", "name: 'again', script: 'a.js'"],
];

for (const [line, shown] of lines) {
  test(`typing ${JSON.stringify(line)}`, () => {
    const text = `module.exports = {\n  apps: [\n    {\n      name: 'api',\n      ${line}\n      script: 'a.js',\n    },\n    { name: 'web', script: 'b.js' },\n  ],\n};\n`;
    const { root } = parseJavaScriptTree(text, 'typescript');
    assert.equal(show(root), `{apps: [{name: 'api', ${shown}}, {name: 'web', script: 'b.js'}]}`);
  });
}

/** Whole files, half-written or damaged. */
const files: readonly (readonly [string, string])[] = [
  ['', '∅'],
  ['{', '∅'],
  ['[', '[]'],
  ['module', '∅'],
  ['module.exports', '∅'],
  ['module.exports =', '∅'],
  ['module.exports = {', '{}'],
  ['module.exports = { apps', '{apps: ∅}'],
  ["module.exports = { apps: [{ name: 'api'", "{apps: [{name: 'api'}]}"],
  ['export', '∅'],
  ['export default', '∅'],
  ['export default {', '{}'],
  ["export const apps = [{ name: 'api' }];\nexport const", "{apps: [{name: 'api'}]}"],
  [
    "const x = foo(;\nconst y = {\nmodule.exports = {\n apps: [{ name: 'api' }] };",
    "{apps: [{name: 'api'}]}",
  ],
  [
    "function f() {\n  if (x) {\n    return 1;\n}\n\nmodule.exports = { apps: [{ name: 'api' }] };",
    "{apps: [{name: 'api'}]}",
  ],
  ["module.exports =\n  apps: [{ name: 'api' }]\n};", "{apps: [{name: 'api'}]}"],
  [
    "module.exports = { apps: { name: 'api' }, { name: 'web' } ] };",
    "{apps: [{name: 'api'}, {name: 'web'}]}",
  ],
  [
    "module.exports = { apps: [ name: 'api', script: 'x' }, { name: 'web' } ] };",
    "{apps: [{name: 'api', script: 'x'}, {name: 'web'}]}",
  ],
  [
    "module.exports = { apps: [ { name: 'api' }, script: 'x' }, { name: 'web' } ] };",
    "{apps: [{name: 'api', script: 'x'}, {name: 'web'}]}",
  ],
  [
    "module.exports = { apps: [\n { name: 'api',\n env: { A: 1\n },\n { name: 'web' } ] };",
    "{apps: [{name: 'api', env: {A: 1}}, {name: 'web'}]}",
  ],
  [
    "module.exports = { apps: [\n { name: 'api'\n { name: 'web' } ] };",
    "{apps: [{name: 'api'}, {name: 'web'}]}",
  ],
  [
    "module.exports = { apps: [\n { name: 'api' }\n { name: 'web' }\n] };",
    "{apps: [{name: 'api'}, {name: 'web'}]}",
  ],
  ["module.exports =\n { name: 'api' },\n { name: 'web' }\n];", "[{name: 'api'}, {name: 'web'}]"],
  ['{ "apps": [ { "name": "api", } ', "{apps: [{name: 'api'}]}"],
  ["import { defineConfig } from\nexport default { apps: [{ name: 'api' }] }", "{apps: [{name: 'api'}]}"],
  ["const c: { apps:\nexport default { apps: [{ name: 'api' }] }", "{apps: [{name: 'api'}]}"],
  ["interface X {\nexport default { apps: [{ name: 'api' }] }", "{apps: [{name: 'api'}]}"],
  ["type X = \nexport default { apps: [{ name: 'api' }] }", "{apps: [{name: 'api'}]}"],
  ["const apps = [{ name: 'api' }];\n", "{apps: [{name: 'api'}]}"],
  ["const f = (a, b => 1;\nexport default { apps: [{ name: 'api' }] }", "{apps: [{name: 'api'}]}"],
  ["if (a {\n}\nmodule.exports = { apps: [{ name: 'api' }] }", "{apps: [{name: 'api'}]}"],
];

for (const [text, shown] of files) {
  test(`the half-written file ${JSON.stringify(text)}`, () => {
    assert.equal(show(parseJavaScriptTree(text, 'typescript').root), shown);
  });
}
