import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { evaluateConfig } from '../../src/ecosystem/evaluateConfig.ts';
import { generationFile, parseOwner } from '../../src/protocol/rendezvous.ts';
import { createPlatform } from '../../src/supervisor/platform/createPlatform.ts';
import { builtConfigRunner } from '../builtConfigRunner.ts';
import { TestWorkspace } from '../supervisor/testWorkspace.ts';
import { waitFor } from '../supervisor/waitFor.ts';

const root = mkdtempSync(join(tmpdir(), 'drover-evaluation-'));
after(() => {
  rmSync(root, { recursive: true });
});

/** Evaluates a file; all that it starts carries the mark. */
async function evaluate(text: string, mark = '') {
  const file = join(root, 'ecosystem.config.js');
  writeFileSync(file, text);
  const env = { PATH: process.env['PATH'], DROVER_INSTANCE: mark };
  const runner = { node: process.execPath, script: builtConfigRunner(), fallbackNode: null, env };
  const { value, problems } = await evaluateConfig(file, runner);
  return { value, codes: problems.map(({ code }) => code) };
}

test('processes that start processes without end are gone with the answer', async () => {
  const mark = `test:${randomBytes(6).toString('hex')}:1:config/0`;
  const { findByToken } = createPlatform();
  // Each starts another one and goes on; slowly, for the sake of the machine that tests this.
  const bomb = `bomb() { sleep 0.05; (bomb) & (bomb) & sleep 1000; }; bomb`;
  const result = await evaluate(
    `const child = require('node:child_process').spawn('bash', ['-c', ${JSON.stringify(bomb)}], { stdio: 'ignore' });
     child.on('spawn', () => setTimeout(() => { globalThis.go(); }, 400));
     module.exports = new Promise((resolve) => { globalThis.go = () => resolve({ apps: [] }); });`,
    mark,
  );
  assert.deepEqual(result, { value: { apps: [] }, codes: [] });
  await waitFor('the end of all of them', async () => (await findByToken(mark)).length === 0);
});

test('an answer that does not end is not read to the end of memory', async () => {
  const { codes } = await evaluate(
    `const { writeSync } = require('node:fs');
     const many = Buffer.alloc(65536, 'x');
     for (;;) try { writeSync(3, many); } catch (error) { if (error.code !== 'EAGAIN') throw error; }`,
  );
  assert.deepEqual(codes, ['file-too-large']);
});

for (const answer of [
  'not JSON',
  'null',
  '[]',
  '7',
  '""',
  '{"ok":1}',
  '{"ok":false}',
  '{"ok":false,"error":7}',
]) {
  test(`what a file writes in place of the answer is no app and no harm: ${answer}`, async () => {
    const { value, codes } = await evaluate(
      `require('node:fs').writeSync(3, ${JSON.stringify(`${answer}\n`)}); setInterval(() => {}, 1000);`,
    );
    assert.equal(value, undefined);
    assert.equal(codes.length, 1);
  });
}

test('a file that closes the way of its answer is said to have given none', async () => {
  const { value, codes } = await evaluate("require('node:fs').closeSync(3); module.exports = { apps: [] };");
  assert.equal(value, undefined);
  assert.deepEqual(codes, ['file-ended']);
});

test('answers nested deeper than anything can walk leave the supervisor whole', async () => {
  await using workspace = new TestWorkspace({ files: { 'web.js': 'setInterval(() => {}, 1000);' } });
  const depth = 200_000;
  workspace.write(
    'ecosystem.config.js',
    `const answer = Buffer.from('{"ok":true,"dropped":[],"value":{"apps":[{"name":"web","script":"web.js","min_uptime":100,"env":{"DEEP":' +
      '['.repeat(${depth}) + ']'.repeat(${depth}) + '}},' + '['.repeat(${depth}) + ']'.repeat(${depth}) + ']}}\\n');
     for (let sent = 0; sent < answer.length; )
       try { sent += require('node:fs').writeSync(3, answer, sent); } catch (error) { if (error.code !== 'EAGAIN') throw error; }`,
  );
  const client = await workspace.load();
  assert.deepEqual(
    client.snapshot.files.flatMap(({ problems }) => problems.map(({ data }) => data)),
    [{ message: 'This is nested too deeply to be read.' }],
  );
  // It answers, and reads the next version of the file.
  workspace.write('ecosystem.config.js', "module.exports = { apps: [{ name: 'web', script: 'web.js' }] };");
  await client.request('files/load', { env: workspace.env });
  assert.deepEqual(
    client.snapshot.apps.map(({ name }) => name),
    ['web'],
  );
});

test('what is evaluated has neither the token nor a file of the supervisor', async () => {
  await using workspace = new TestWorkspace();
  const report = join(workspace.folder, 'report.json');
  workspace.write(
    'ecosystem.config.js',
    `const fs = require('node:fs');
     const open = fs.readdirSync('/proc/self/fd').map((fd) => { try { return fs.readlinkSync('/proc/self/fd/' + fd); } catch { return ''; } });
     fs.writeFileSync(${JSON.stringify(report)}, JSON.stringify({ env: process.env, argv: process.argv, execArgv: process.execArgv, open }));
     module.exports = { apps: [] };`,
  );
  await workspace.load();
  const { runtimeDir, stateDir } = workspace.location;
  const owner = parseOwner(readFileSync(join(runtimeDir, generationFile(1)), 'utf8'));
  const text = readFileSync(report, 'utf8');
  assert.ok(owner !== undefined && !text.includes(owner.token));
  const { open } = JSON.parse(text) as { open: string[] };
  assert.ok(open.length > 0);
  assert.deepEqual(
    open.filter((path) => path.startsWith(runtimeDir) || path.startsWith(stateDir)),
    [],
  );
});
