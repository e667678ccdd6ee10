import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJavaScriptTree } from '../../../../src/ecosystem/parse/javascript/parseJavaScriptTree.ts';
import { show } from './show.ts';

/** A file, the form of its export (`()` when that is a function), and what it holds. */
const cases: readonly (readonly [string, string, string])[] = [
  ['module.exports = { apps: [] };', 'module.exports', '{apps: []}'],
  ["exports.apps = [{ name: 'a' }];", 'exports.name', "{apps: [{name: 'a'}]}"],
  ['exports.apps = []; exports.deploy = { a: 1 };', 'exports.name', '{apps: [], deploy: {a: 1}}'],
  ['module.exports = { apps: [] }; module.exports.deploy = 1;', 'module.exports', '{apps: [], deploy: 1}'],
  ['module.exports = exports = { apps: [] };', 'module.exports', '{apps: []}'],
  ['export default { apps: [] };', 'export default', '{apps: []}'],
  ["export const apps = [{ name: 'a' }]; export const PORT = 1;", 'export name', "{apps: [{name: 'a'}]}"],
  ["const c = { apps: [] }; export { c as 'module.exports' };", 'module.exports', '{apps: []}'],
  ['const c = { apps: [] }; export { c as default };', 'export default', '{apps: []}'],
  ['const apps = []; export { apps };', 'export name', '{apps: []}'],
  ['const c = { apps: [] }; export = c;', 'export =', '{apps: []}'],
  ["module.exports = require('./other');", 're-export', '?'],
  ["module.exports = require('./other').default;", 're-export', '?'],
  ["export { default } from './other';", 're-export', '?'],
  ["export * from './other';", 're-export', '?'],
  ['({ apps: [] })', 'bare', '{apps: []}'],
  ["[{ name: 'a' }]", 'bare', "[{name: 'a'}]"],
  ['module.exports = () => ({ apps: [] });', 'module.exports()', '{apps: []}'],
  ['module.exports = async function () { return { apps: [] }; };', 'module.exports()', '{apps: []}'],
  ['export default async function config() { return { apps: [] }; }', 'export default()', '{apps: []}'],
  ['function f() { return { apps: [] }; } module.exports = f;', 'module.exports()', '{apps: []}'],
  ['export default defineConfig({ apps: [] });', 'export default', '{apps: []}'],
  ['export default defineConfig(() => ({ apps: [] }));', 'export default()', '{apps: []}'],
  ['module.exports = (() => ({ apps: [] }))();', 'module.exports', '{apps: []}'],
  ['export default await Promise.resolve({ apps: [] });', 'export default', '{apps: []}'],
  ["import x from './x'; export default { apps: x };", 'export default', '{apps: ?}'],
  ["const a = 'x'; module.exports = { v: a };", 'module.exports', "{v: 'x'}"],
  ["let a = 'x'; a = 'y'; module.exports = { v: a };", 'module.exports', "{v: ?<'x' | 'y'>}"],
  ['const a = { b: { c: 1 } }; module.exports = { v: a.b.c };', 'module.exports', '{v: 1}'],
  ['const a = { b: 1 }; a.b = 2; module.exports = { v: a };', 'module.exports', '{v: {b: 1, b: 2}}'],
  ['const a = { b: 1 }; if (x) a.b = 2; module.exports = { v: a };', 'module.exports', '{v: ?<{b: 1}>}'],
  [
    'const a = { b: { c: 1 } }; a.b.c = 2; module.exports = { v: a };',
    'module.exports',
    '{v: ?<{b: {c: 1}}>}',
  ],
  ['const a = []; a.push({ b: 1 }); module.exports = { v: a };', 'module.exports', '{v: [{b: 1}]}'],
  [
    'const a = []; if (x) a.push({ b: 1 }); module.exports = { v: a };',
    'module.exports',
    '{v: ?<[] | [{b: 1}]>}',
  ],
  ['const a = [1]; a.forEach((b) => b); module.exports = { v: a };', 'module.exports', '{v: ?<[1]>}'],
  ['const a = {}; change(a); module.exports = { v: a };', 'module.exports', '{v: ?<{}>}'],
  ['const a = {}; Object.assign(a, { b: 1 }); module.exports = { v: a };', 'module.exports', '{v: ?<{}>}'],
  ['const a = [1]; for (const b of a) b.c = 1; module.exports = { v: a };', 'module.exports', '{v: ?<[1]>}'],
  ['const a = { b: 1 }; module.exports = { v: { ...a, c: 2 } };', 'module.exports', '{v: {b: 1, c: 2}}'],
  ['module.exports = { v: { ...process.env, c: 2 } };', 'module.exports', '{v: {c: 2, …}}'],
  ['module.exports = { v: { ...(x && { c: 2 }) } };', 'module.exports', '{v: {…}<{c: 2}>}'],
  ['const a = [1]; module.exports = { v: [...a, 2] };', 'module.exports', '{v: [1, 2]}'],
  ['module.exports = { v: [...x, 2] };', 'module.exports', '{v: [2, …]}'],
  [
    'const { b, c: [d] } = { b: 1, c: [2] }; module.exports = { v: [b, d] };',
    'module.exports',
    '{v: [1, ?]}',
  ],
  ['const v = 1; module.exports = { v };', 'module.exports', '{v: 1}'],
  ['module.exports = { [`a${1}`]: 1, [x]: 2 };', 'module.exports', '{a1: 1, …}'],
  ['module.exports = { v: 1000 * 60 * 5 };', 'module.exports', '{v: 300000}'],
  ['module.exports = { v: 2 ** 3 - 10 / 4 % 2 };', 'module.exports', '{v: 7.5}'],
  ["module.exports = { v: 'a' + 'b' + 1 };", 'module.exports', "{v: 'ab1'}"],
  ['module.exports = { v: `a${1}b${`c${2}`}` };', 'module.exports', "{v: 'a1bc2'}"],
  ['module.exports = { v: `a${x}` };', 'module.exports', '{v: ?}'],
  ['module.exports = { v: -1 };', 'module.exports', '{v: -1}'],
  ['module.exports = { v: !0 };', 'module.exports', '{v: true}'],
  ['module.exports = { v: undefined };', 'module.exports', '{v: null}'],
  ['module.exports = { v: void 0 };', 'module.exports', '{v: null}'],
  ['module.exports = { v: null };', 'module.exports', '{v: null}'],
  ["module.exports = { v: x ? 'a' : { b: 1 } };", 'module.exports', "{v: ?<'a' | {b: 1}>}"],
  ['module.exports = { v: x || 3000 };', 'module.exports', '{v: ?<3000>}'],
  ['module.exports = { v: x ?? [1] };', 'module.exports', '{v: ?<[1]>}'],
  ['module.exports = { v: process.env.X };', 'module.exports', '{v: ?}'],
  ['module.exports = { v: __dirname };', 'module.exports', '{v: ?}'],
  ["module.exports = { v: path.join(__dirname, 'x') };", 'module.exports', '{v: ?}'],
  ["module.exports = { v: require('x') };", 'module.exports', '{v: ?}'],
  ['module.exports = { v: new X({ a: 1 }) };', 'module.exports', '{v: ?<{a: 1}>}'],
  ['module.exports = { v: with_({ a: 1 }) };', 'module.exports', '{v: ?<{a: 1}>}'],
  ['module.exports = { v: /a[/]b/g };', 'module.exports', '{v: ?}'],
  ['module.exports = { v: 10n };', 'module.exports', '{v: ?}'],
  ['module.exports = { v: 0x10 + 1_000 };', 'module.exports', '{v: 1016}'],
  ["module.exports = { v: ['a', 'b'][1] };", 'module.exports', "{v: 'b'}"],
  [
    "const f = (n, p = 1) => ({ n, p }); module.exports = { v: [f('a'), f('b', 2)] };",
    'module.exports',
    "{v: [{n: 'a', p: 1}, {n: 'b', p: 2}]}",
  ],
  [
    "function f({ n, ...r }) { const m = n + '!'; return { m, ...r }; } module.exports = { v: f({ n: 'a' }) };",
    'module.exports',
    "{v: {m: 'a!', …}}",
  ],
  [
    'const f = (n) => { if (n) return 1; return 2; }; module.exports = { v: f(0) };',
    'module.exports',
    '{v: ?<1 | 2>}',
  ],
  ['const f = (n) => f(n); module.exports = { v: f(1) };', 'module.exports', '{v: ?}'],
  ['const a = { b: a }; module.exports = { v: a };', 'module.exports', '{v: {b: ?}}'],
  ["const f = () => g(); const g = () => 'x'; module.exports = { v: f() };", 'module.exports', "{v: 'x'}"],
  [
    'module.exports = { v: xs.map((x) => ({ name: x, time: true })) };',
    'module.exports',
    '{v: [T{name: ?, time: true}, …]}',
  ],
  [
    "const f = (x) => ({ time: true, ...x }); const xs = [{ name: 'a' }]; module.exports = { v: xs.map(f) };",
    'module.exports',
    "{v: [T{time: true, …}, …]<[{name: 'a'}]>}",
  ],
  [
    'module.exports = { v: Array.from({ length: 2 }, (_, i) => ({ i })) };',
    'module.exports',
    '{v: [T{i: ?}, …]}',
  ],
  [
    'module.exports = { v: xs.flatMap((x) => [{ a: 1 }, { b: x }]) };',
    'module.exports',
    '{v: [T{a: 1}, T{b: ?}, …]}',
  ],
  [
    'module.exports = { v: [{ a: 1 }, x && { b: 2 }].filter(Boolean) };',
    'module.exports',
    '{v: [{a: 1}, ?<{b: 2}>, …]}',
  ],
  ['module.exports = { v: [1].concat([2], x) };', 'module.exports', '{v: [1, 2, …]}'],
  ['module.exports = { v: [1, 2].slice(1) };', 'module.exports', '{v: [1, 2, …]}'],
  ['module.exports = { v: [[1]].flat() };', 'module.exports', '{v: [1, …]}'],
  ['module.exports = { v: Object.freeze({ a: Object.seal([1]) }) };', 'module.exports', '{v: {a: [1]}}'],
  ['module.exports = { v: Object.assign({}, { a: 1 }, x) };', 'module.exports', '{v: {a: 1, …}}'],
  ['module.exports = { v: structuredClone({ a: 1 }) };', 'module.exports', '{v: {a: 1}}'],
  ['module.exports = { v: <const>{ a: 1 as number } };', 'module.exports', '{v: {a: 1}}'],
  ["module.exports = { v: ({ a: f<string>('x')! } satisfies X) };", 'module.exports', '{v: {a: ?}}'],
  ['module.exports = { v: () => [1] };', 'module.exports', '{v: ?<[1]>}'],
  [
    'module.exports = { v: { a() {}, get b() { return 1; }, async *c() {} } };',
    'module.exports',
    '{v: {a: ?, b: ?<1>, c: ?}}',
  ],
  [
    'enum E { A } class C {} namespace N { const x = 1 } declare const y: E; module.exports = { v: [E.A, new C(), y] };',
    'module.exports',
    '{v: [?, ?, ?]}',
  ],
];

for (const [text, form, shown] of cases) {
  test(`resolves ${JSON.stringify(text)}`, () => {
    const { root, exported } = parseJavaScriptTree(text, 'typescript');
    assert.equal(show(root), shown);
    assert.equal(exported === null ? '' : exported.form + (exported.isFunction ? '()' : ''), form);
  });
}

test('a value of a constant stands where the constant is written, and the key where the object is', () => {
  const text = "const n = 'api';\nmodule.exports = { name: n };";
  const { root, exported } = parseJavaScriptTree(text, 'javascript');
  assert.ok(root?.kind === 'object');
  const [property] = root.properties;
  assert.equal(text.slice(property?.start, property?.end), 'name: n');
  assert.equal(text.slice(property?.value?.start, property?.value?.end), "'api'");
  assert.equal(text.slice(exported?.start, exported?.end), 'module.exports = { name: n };');
});

/** A JSON text, and what is wrong with it where. */
const problems: readonly (readonly [string, readonly string[]])[] = [
  ['{}', []],
  ['{ "a": 1, /* c */ }', []],
  ['{ "a": }', ['} | A value is expected here.']],
  [
    "{ 'a': 'x y' }",
    [
      '\'a\' | JSON strings need double quotes. Use "…", or rename the file to ecosystem.config.js.',
      '\'x y\' | JSON strings need double quotes. Use "…", or rename the file to ecosystem.config.js.',
    ],
  ],
  ['{ a: 1 }', ['a | JSON property names need double quotes: "a".']],
  [
    '{ "a": process.env.X }',
    [
      'process.env.X | "process.env.X" is not JSON. JSON files are never evaluated; use ecosystem.config.js to compute values.',
    ],
  ],
  ['{ "a": 1 "b": 2 }', ['"b" | A comma is expected here.']],
  ['{ "a": [1, 2 }', ['} | A comma is expected here.']],
  ['{ "a": "x }', ['"x } | This string is not closed.']],
  [
    'module.exports = {}',
    [
      'module.exports | "module.exports" is not JSON. JSON files are never evaluated; use ecosystem.config.js to compute values.',
    ],
  ],
  ['{} {}', ['{ | The file should end here; something follows the value.']],
  [
    '\uFEFF{ "a": tru }',
    ['tru | "tru" is not JSON. JSON files are never evaluated; use ecosystem.config.js to compute values.'],
  ],
  ['['.repeat(600), ['[ | This is nested too deeply to be read.']],
  ['', []],
];

for (const [text, expected] of problems) {
  test(`the problems of the JSON text ${JSON.stringify(text)}`, () => {
    const { syntax, exported } = parseJavaScriptTree(text, 'json');
    assert.deepEqual(
      syntax.map(({ start, end, message }) => `${text.slice(start, end)} | ${message}`),
      expected,
    );
    assert.equal(exported, null);
  });
}

test('only JSON has problems of syntax', () => {
  assert.deepEqual(parseJavaScriptTree('module.exports = {', 'javascript').syntax, []);
  assert.deepEqual(parseJavaScriptTree('export default {', 'typescript').syntax, []);
});
