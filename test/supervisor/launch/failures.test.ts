import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { AppPlan } from '../../../src/ecosystem/appSpec.ts';
import { describeProblem } from '../../../src/protocol/problems.ts';
import type { TestLauncher } from './harness.ts';
import { planFor, testLauncher } from './harness.ts';

let launchers: TestLauncher;
before(async () => {
  launchers = await testLauncher();
  await mkdir(join(launchers.folder, 'empty'));
});
after(() => launchers.dispose());

async function failure(plan: AppPlan): Promise<{ code: string; text: string }> {
  const instance = launchers.start(plan, { env: { PATH: join(launchers.folder, 'empty') } });
  const { problem } = await instance.event('failed');
  assert.equal(instance.events.length, 1);
  return { code: problem.code, text: describeProblem(problem) };
}

for (const sharing of ['none', 'cluster'] as const) {
  test(`a missing interpreter is named with the PATH that was searched, sharing ${sharing}`, async () => {
    const { code, text } = await failure(
      planFor('listen.cjs', { sharing, interpreter: 'node', spec: { cwd: launchers.folder } }),
    );
    assert.equal(code, 'interpreter-missing');
    assert.ok(text.includes('"node"') && text.includes(join(launchers.folder, 'empty')), text);
  });

  test(`a missing script is named, sharing ${sharing}`, async () => {
    for (const [file, expected] of [
      ['/shop/pm2.json', 'script-missing'],
      [null, 'script-gone'],
    ] as const) {
      const { code, text } = await failure(
        planFor('/nowhere/app.js', { sharing, interpreter: process.execPath, spec: { file } }),
      );
      assert.equal(code, expected);
      assert.ok(text.includes('/nowhere/app.js'), text);
    }
  });

  test(`a missing working folder is named, sharing ${sharing}`, async () => {
    for (const [file, expected] of [
      ['/shop/pm2.json', 'cwd-missing'],
      [null, 'cwd-gone'],
    ] as const) {
      const spec = { cwd: '/nowhere', file };
      const plan = planFor('listen.cjs', { sharing, interpreter: process.execPath, spec });
      const { code, text } = await failure(plan);
      assert.equal(code, expected);
      assert.ok(text.includes('/nowhere'), text);
    }
  });
}

test('an interpreter that only claims to be Node is a failed start of the cluster host with its words', async () => {
  const node = join(launchers.folder, 'node');
  await writeFile(node, '#!/bin/sh\necho "not really" >&2\nexit 9\n');
  await chmod(node, 0o755);
  const { code, text } = await failure(planFor('listen.cjs', { sharing: 'cluster', interpreter: node }));
  assert.equal(code, 'spawn-failed');
  assert.match(text, /not really/);
});

test('a script that may not be executed says so', async () => {
  const script = join(launchers.folder, 'plain.sh');
  await writeFile(script, '#!/bin/sh\n');
  const { code, text } = await failure(planFor(script, { interpreter: null }));
  assert.equal(code, 'spawn-failed');
  assert.match(text, /chmod \+x/);
});

test('a script whose own interpreter does not exist says so', async () => {
  const script = join(launchers.folder, 'strange.sh');
  await writeFile(script, '#!/nowhere/interpreter\n');
  await chmod(script, 0o755);
  const { code, text } = await failure(planFor(script, { interpreter: null }));
  assert.equal(code, 'spawn-failed');
  assert.match(text, /first line/);
});

test('an unknown command is named', async () => {
  const { code, text } = await failure(planFor('no-such-command', { interpreter: null }));
  assert.equal(code, 'command-missing');
  assert.match(text, /"no-such-command"/);
});

test('a missing uvicorn comes with how to install it', async () => {
  const { code, text } = await failure(planFor('uvicorn', { interpreter: null, args: ['main:app'] }));
  assert.equal(code, 'module-missing');
  assert.match(text, /pip install uvicorn/);
});
