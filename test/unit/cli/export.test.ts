import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { runCommandLine } from '../../../src/cli/program.ts';
import { exportedApp } from '../../../src/ecosystem/export/exportedApp.ts';
import { appDocument } from '../../../src/ecosystem/export/readDocument.ts';
import type { Params } from '../../../src/protocol/contract.ts';
import { specsOf } from '../ecosystem/export/exporting.ts';
import type { FakeWorld } from './fakeWorld.ts';
import { fakeWorld, supervisorWith, webSnapshot } from './fakeWorld.ts';

/** A folder with one app, and what is asked about it. */
async function shop(t: TestContext, asked: Params<'apps/specs'>[] = []): Promise<FakeWorld> {
  const [spec] = specsOf([
    { name: 'web', script: 'server.js', watch: true, env: { API_KEY: 'abc', N: '1' } },
  ]);
  assert.ok(spec !== undefined);
  const { app } = exportedApp(spec, { shellEnv: {}, cpus: 2, profile: null });
  const fake = supervisorWith(webSnapshot(), {
    'files/load': () => ({ files: ['/shop/ecosystem.config.js'], problems: [] }),
    'apps/specs': (params) => {
      asked.push(params);
      return { apps: [appDocument('ecosystem.config.js#web', app)], problems: [] };
    },
  });
  return await fakeWorld(t, { fake });
}

test('export prints the file, and says on stderr what is lost', async (t) => {
  const asked: Params<'apps/specs'>[] = [];
  const world = await shop(t, asked);
  assert.equal(await runCommandLine(world, ['export', 'compose', 'web', '--env', 'live']), 0);
  assert.match(world.out(), /^# Services of [^]*\nservices:\n {2}web:\n/);
  assert.match(world.err(), /^web: "watch" is left out: /);
  assert.deepEqual(asked, [{ targets: ['web'], profile: 'live' }]);
});

test('--output writes for the owner alone what has secrets, and never over a file', async (t) => {
  const world = await shop(t);
  const args = ['export', 'compose', '--output', 'out'];
  assert.equal(await runCommandLine(world, args), 0);
  const file = path.join(world.cwd, 'out', 'compose.yaml');
  assert.match(await readFile(file, 'utf8'), /API_KEY: abc/);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.equal(await runCommandLine(world, args), 1);
  assert.match(world.err(), /exists already\. "--force" overwrites it; nothing was written\./);
  assert.equal(await runCommandLine(world, [...args, '--force', '--no-secrets']), 0);
  assert.match(await readFile(file, 'utf8'), /API_KEY: \$\{API_KEY:\?\}/);
});

test('--json is one document, and a wrong value is wrong usage', async (t) => {
  const world = await shop(t);
  assert.equal(await runCommandLine(world, ['export', 'kubernetes', '--json']), 0);
  const { files } = JSON.parse(world.out()) as { files: readonly { path: string }[] };
  assert.deepEqual(
    files.map((one) => one.path),
    ['web.yaml'],
  );
  assert.equal(await runCommandLine(world, ['export', 'kubernetes', '--autoscale', 'many']), 2);
  assert.match(world.err(), /"--autoscale" is "many"/);
});
