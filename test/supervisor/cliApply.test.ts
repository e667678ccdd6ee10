import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { droverIn } from './droverIn.ts';
import { TestWorkspace } from './testWorkspace.ts';

interface Listed {
  readonly name: string;
  readonly profile: string | null;
  readonly pending: readonly { readonly option: string }[];
  readonly instances: readonly { readonly status: string; readonly pid: number | null }[];
}

function ecosystem(apps: readonly object[]): string {
  return JSON.stringify({ apps });
}

function idle(name: string, rest: object = {}): object {
  return { name, script: 'idle.js', ...rest };
}

test('what a file has changed is listed, applied by a start, and the rest is left alone', async () => {
  await using workspace = new TestWorkspace({
    files: {
      'idle.js': 'setInterval(() => {}, 1000);',
      'ecosystem.json': ecosystem([idle('api', { env: { A: '1' } }), idle('db'), idle('old')]),
    },
  });
  const { run } = droverIn(workspace);
  const list = async (): Promise<Listed[]> => JSON.parse((await run(['list', '--json'])).out) as Listed[];
  const pids = async (name: string) =>
    (await list()).find((app) => app.name === name)?.instances.map(({ pid }) => pid);

  assert.equal((await run(['start', '--wait'])).code, 0);
  const before = await pids('db');
  const changed = ecosystem([idle('api', { instances: 2 }), idle('db'), idle('tool', { autostart: false })]);
  await writeFile(path.join(workspace.folder, 'ecosystem.json'), changed);

  const applied = await run(['start', '--wait']);
  assert.equal(applied.code, 0, applied.err);
  assert.match(applied.out, /^api: .*instances 1 -> 2/m);
  assert.match(applied.out, /^api: .*env A removed/m);
  assert.match(applied.out, /^old runs on, but its file does not name it any more/m);
  assert.deepEqual(await pids('db'), before);
  assert.deepEqual(await pids('tool'), [null]);
  assert.match((await run(['list'])).out, /^old +online .* not in the file/m);

  assert.match((await run(['start', '--prune'])).out, /^old is stopped/m);
  assert.equal(await pids('old'), undefined);
  assert.match((await run(['start'])).out, /^There is nothing to start or to change\.$/m);
});

test('apps are scaled, and what was saved comes back after the supervisor has ended', async () => {
  await using workspace = new TestWorkspace({
    files: {
      'idle.js': 'setInterval(() => {}, 1000);',
      'ecosystem.json': ecosystem([idle('api', { instances: 2, env_production: { A: '1' } }), idle('db')]),
    },
  });
  const { run } = droverIn(workspace);
  const list = async (): Promise<Listed[]> => JSON.parse((await run(['list', '--json'])).out) as Listed[];
  const statuses = async () =>
    (await list()).map(({ name, profile, instances }) => [name, profile, instances.map((one) => one.status)]);

  assert.match((await run(['resurrect'])).err, /^Nothing has been saved in this folder\./);
  assert.equal((await run(['ping'])).code, 1);
  assert.equal((await run(['start', 'api', '--env', 'production', '--wait'])).code, 0);
  assert.equal((await run(['scale', 'api', '+2', '--wait'])).code, 0);
  assert.equal((await run(['scale', 'api', '-1', '--wait'])).code, 0);
  const scaled = await statuses();
  assert.deepEqual(scaled, [
    ['api', 'production', ['online', 'online', 'online']],
    ['db', null, ['stopped']],
  ]);
  assert.match((await run(['save'])).out, /^Saved api in /);
  assert.equal((await run(['kill'])).code, 0);
  assert.equal((await run(['resurrect', '--wait'])).code, 0);
  assert.deepEqual((await statuses())[0], scaled[0]);
});
