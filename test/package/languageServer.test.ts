import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LanguageConnection } from './languageConnection.ts';

const yaml = 'file:///srv/nowhere/ecosystem.config.yaml';
const text = 'apps:\n  - name: web\n    script: server.js\n    instances: max\n    exec_mod: cluster\n';

test('the bundled language server starts over IPC, answers and ends in order', async (t) => {
  const server = await LanguageConnection.start();
  t.after(() => server.process.kill());
  await server.open(yaml, text, 'yaml');
  const found = await server.diagnostics(yaml);
  assert.ok(
    found.some(({ code }) => code === 'option-unknown'),
    JSON.stringify(found),
  );
  const hover = await server.request<{ contents: { value: string } } | null>('textDocument/hover', {
    textDocument: { uri: yaml },
    position: { line: 3, character: 6 },
  });
  assert.match(hover?.contents.value ?? '', /instances/);
  assert.deepEqual(server.log, []);
  assert.equal(await server.stop(), 0);
});

test('the bundled language server says nothing of files that only share the name', async (t) => {
  const server = await LanguageConnection.start();
  t.after(() => server.process.kill());
  const uri = 'file:///srv/nowhere/ecosystem.json';
  await server.open(uri, '{"packages": {"react": "19"}, "plugins": ["x"]}', 'json');
  assert.deepEqual(await server.diagnostics(uri), []);
  const lenses = await server.request('textDocument/codeLens', { textDocument: { uri } });
  assert.deepEqual(lenses, []);
  assert.equal(await server.stop(), 0);
});

test('the bundled language server looks into nothing that is too long, and tells so', async (t) => {
  const server = await LanguageConnection.start();
  t.after(() => server.process.kill());
  const uri = 'file:///srv/nowhere/ecosystem.config.js';
  await server.open(uri, `module.exports = { apps: [${'{},'.repeat(400_000)}] }`, 'javascript');
  const [found] = await server.diagnostics(uri);
  assert.equal(found?.code, 'file-too-long');
  assert.deepEqual(await server.request('textDocument/documentSymbol', { textDocument: { uri } }), []);
  assert.equal(await server.stop(), 0);
});

test('the bundled language server goes on after a request that makes no sense', async (t) => {
  const server = await LanguageConnection.start();
  t.after(() => server.process.kill());
  await server.open(yaml, text, 'yaml');
  const position = { line: 1e9, character: -5 };
  await server.request('textDocument/hover', { textDocument: { uri: yaml }, position });
  await assert.rejects(server.request('textDocument/nonsense', {}));
  assert.ok((await server.diagnostics(yaml)).length > 0);
  assert.equal(await server.stop(), 0);
});
