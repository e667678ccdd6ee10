import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { parse } from 'jsonc-parser';
import ts from 'typescript';
import { parseJavaScriptTree } from '../../../../src/ecosystem/parse/javascript/parseJavaScriptTree.ts';
import type { Node } from '../../../../src/ecosystem/tree/node.ts';
import { propertyOf } from '../../../../src/ecosystem/tree/node.ts';
import { corpusFiles, type CorpusFile } from './corpus.ts';

const nodeRequire = createRequire(import.meta.url);

/** Answers everything with itself: for what the files import and nobody has. */
function anything(): unknown {
  const target = (): unknown => ({ NODE_ENV: 'x' });
  return new Proxy(target, {
    get: (_target, key) =>
      key === 'defineConfig'
        ? (config: unknown) => config
        : key === Symbol.iterator
          ? [][Symbol.iterator].bind([])
          : key === Symbol.toPrimitive
            ? () => 'anything'
            : key === 'then' || key === 'default' || key === '__esModule'
              ? undefined
              : anything(),
    apply: () => anything(),
    construct: () => ({}),
    ownKeys: () => ['prototype'],
  });
}

/** What the file really exports, run as the module that it is. */
async function evaluate({ text, language }: CorpusFile): Promise<unknown> {
  if (language === 'json') return parse(text.replace('\uFEFF', ''));
  const source = ts.transpileModule(
    text.replaceAll('import.meta', '({ url: "file:///a/b" })').replace(/^#!.*/, ''),
    {
      compilerOptions: {
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2022,
        esModuleInterop: true,
      },
    },
  ).outputText;
  const module = { exports: {} as Record<string, unknown> };
  const require = (name: string): unknown =>
    /^(?:node:)?(?:os|path|url)$/.test(name) ? nodeRequire(name) : name.includes('fs') ? files : anything();
  const body = `(async (module, exports, require, __dirname) => {${source}\n})`;
  const globals = { process: { env: {}, platform: 'linux' }, console, structuredClone, URL };
  const run = runInNewContext(body, globals) as (...args: unknown[]) => Promise<void>;
  await run(module, module.exports, require, '/a');
  const { exports } = module;
  const named = exports['apps'] ?? exports['pm2'];
  const isModule =
    exports['__esModule'] === true && named === undefined && exports['module.exports'] === undefined;
  const found =
    exports['module.exports'] ?? (isModule && /export /.test(text) ? exports['default'] : exports);
  return typeof found === 'function'
    ? await (found as (facts: unknown) => unknown)({ env: {} })
    : await found;
}

const files = { readFile: () => Promise.resolve('{"token": "t", "version": "1"}') };

/** Everything that the tree claims to know is so. */
function assertTrue(node: Node | null, value: unknown, path: string): void {
  if (node === null || node.kind === 'unknown') return;
  if (node.kind === 'array') {
    assert.ok(Array.isArray(value), path);
    if (node.isOpen) return;
    assert.equal(value.length, node.items.length, path);
    node.items.forEach((item, index) => assertTrue(item, value[index], `${path}[${index}]`));
  } else if (node.kind === 'object') {
    assert.ok(typeof value === 'object' && value !== null, path);
    const facts = value as Record<string, unknown>;
    const keys = [...new Set(node.properties.map(({ key }) => key.value))];
    for (const key of keys) assertTrue(propertyOf(node, key)?.value ?? null, facts[key], `${path}.${key}`);
    if (!node.isOpen) assert.deepEqual(keys.sort(), Object.keys(facts).sort(), path);
  } else if (node.kind === 'null') assert.equal(value ?? null, null, path);
  else assert.equal(value, Object.is(node.value, -0) ? value : node.value, path);
}

const notRun: Readonly<Record<string, string>> = {
  'cjs/reexport.config.cjs': 'hands on another file',
  'js/bare.config.js': 'is no JavaScript',
  'mjs/named.config.mjs': 'exports more names than count',
  'ts/arrow.config.ts': 'exports more names than count',
};

for (const file of corpusFiles()) {
  test(
    `what is known of ${file.name} is what it comes to when it runs`,
    { skip: notRun[file.name] },
    async () => {
      const { root } = parseJavaScriptTree(file.text, file.language);
      assert.notEqual(root, null);
      assertTrue(root, await evaluate(file), 'root');
    },
  );
}
