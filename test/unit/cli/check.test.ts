import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { runCommandLine } from '../../../src/cli/program.ts';
import type { FakeWorld } from './fakeWorld.ts';
import { fakeWorld } from './fakeWorld.ts';

async function worldWith(t: TestContext, files: Readonly<Record<string, string>>): Promise<FakeWorld> {
  const world = await fakeWorld(t, { isLive: false });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(world.cwd, name)), { recursive: true });
    await writeFile(path.join(world.cwd, name), text);
  }
  return world;
}

const right = '{ "apps": [{ "name": "web", "script": "server.js" }] }';
const wrong = 'apps:\n  - name: web\n    script: srever.js\n    instnces: 2\n    maxRestarts: 5\n';

test('check prints a line for each finding, which terminals link, and fails upon an error', async (t) => {
  const world = await worldWith(t, { 'server.js': '', 'a/pm2.yaml': wrong, 'a/server.js': '' });
  assert.equal(await runCommandLine(world, ['check', 'a/pm2.yaml']), 1);
  const script = path.join(world.cwd, 'a/srever.js');
  assert.deepEqual(world.out().trimEnd().split('\n'), [
    `a/pm2.yaml:3:13 error script-missing The script "${script}" does not exist. Correct "script" in the ecosystem file; relative paths start at ${path.dirname(script)}.`,
    'a/pm2.yaml:4:5 warning option-unknown Unknown option "instnces". Did you mean "instances"?',
    '1 error and 1 warning in 1 file.',
  ]);
  assert.equal(world.err(), '');
});

test('check without files checks every ecosystem file below the folder, and a folder stands for its own', async (t) => {
  const files = {
    'pm2.json': right,
    'b/pm2.yaml': wrong,
    'server.js': '',
    'b/ecosystem.json': '{ "other": "tool" }',
  };
  const all = await worldWith(t, files);
  assert.equal(await runCommandLine(all, ['check', '--hints']), 1);
  assert.match(all.out(), /^b\/pm2\.yaml:5:5 hint option-alias /m);
  assert.match(all.out(), /\n1 error and 1 warning in 2 files\.\n$/);
  const one = await worldWith(t, files);
  assert.equal(await runCommandLine(one, ['check', 'pm2.json']), 0);
  assert.equal(one.out(), '0 errors and 0 warnings in 1 file.\n');
  const below = await worldWith(t, files);
  assert.equal(await runCommandLine(below, ['check', 'b']), 1);
  assert.match(below.out(), /in 1 file\.\n$/);
});

test('check --json is one document, with places and fixes', async (t) => {
  const world = await worldWith(t, { 'pm2.yaml': wrong, 'srever.js': '' });
  assert.equal(await runCommandLine(world, ['check', '--json']), 0);
  assert.deepEqual(JSON.parse(world.out()), [
    {
      file: 'pm2.yaml',
      line: 4,
      column: 5,
      endLine: 4,
      endColumn: 13,
      severity: 'warning',
      code: 'option-unknown',
      message: 'Unknown option "instnces". Did you mean "instances"?',
      fixes: [
        {
          title: 'Write "instances"',
          isPreferred: true,
          edits: [{ start: 46, end: 54, newText: 'instances' }],
        },
        { title: 'Remove "instnces"', isPreferred: false, edits: [{ start: 42, end: 58, newText: '' }] },
      ],
    },
    {
      file: 'pm2.yaml',
      line: 5,
      column: 5,
      endLine: 5,
      endColumn: 16,
      severity: 'hint',
      code: 'option-alias',
      message: '"maxRestarts" is another spelling of "max_restarts".',
      fixes: [
        {
          title: 'Write "max_restarts"',
          isPreferred: true,
          edits: [{ start: 62, end: 73, newText: 'max_restarts' }],
        },
      ],
    },
  ]);
});

test('check fails upon too many warnings, and takes severities of rules', async (t) => {
  const files = { 'pm2.yaml': wrong, 'srever.js': '' };
  const exit = async (...flags: readonly string[]): Promise<number> =>
    runCommandLine(await worldWith(t, files), ['check', ...flags]);
  assert.equal(await exit('--max-warnings', '1'), 0);
  assert.equal(await exit('--max-warnings', '0'), 1);
  assert.equal(await exit('--max-warnings', '0', '--rule', 'option-unknown=off'), 0);
  assert.equal(await exit('--rule', 'option-alias=error', '--rule', 'option-unknown=off'), 1);
});

test('check says what it is asked wrongly, with exit code 2, and what is not there, with 1', async (t) => {
  const said = async (...args: readonly string[]): Promise<readonly [number, string]> => {
    const world = await worldWith(t, { 'notes.txt': 'apps' });
    const code = await runCommandLine(world, ['check', ...args]);
    return [code, world.out() + world.err()];
  };
  const [code, message] = await said('--rule', 'option-unknwn=off');
  assert.equal(code, 2);
  assert.match(message, /No rule is named "option-unknwn"\. Did you mean "option-unknown"\?/);
  assert.equal((await said('--rule', 'option-unknown=loud'))[0], 2);
  assert.equal((await said('--max-warnings', 'few'))[0], 2);
  assert.equal((await said('notes.txt'))[0], 2);
  const [none, nothing] = await said();
  assert.equal(none, 1);
  assert.match(nothing, /^There is no ecosystem file in /);
  const [missing, line] = await said('pm2.json');
  assert.equal(missing, 1);
  assert.match(line, /^pm2\.json:1:1 error file-missing The file ".*pm2\.json" does not exist\.$/m);
});

test('syntax errors are told, and colours only to a terminal', async (t) => {
  const world = await worldWith(t, { 'pm2.json': '{ "apps": [' });
  const terminal = { ...world, stdout: { ...world.stdout, isTTY: true } };
  assert.equal(await runCommandLine(terminal, ['check']), 1);
  assert.match(world.out(), /^pm2\.json:1:\d+ \u001b\[31merror\u001b\[0m \u001b\[90mfile-syntax\u001b\[0m /);
});
