import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { findFolder } from '../../../src/cli/findFolder.ts';
import { FakeSupervisor } from '../client/fakeSupervisor.ts';
import { fakeWorld } from './fakeWorld.ts';

async function inSubFolder(world: { cwd: string }): Promise<string> {
  const folder = path.join(world.cwd, 'services', 'api');
  await mkdir(folder, { recursive: true });
  return folder;
}

test('a live supervisor of a folder above is the one meant, even when a file is nearer', async (t) => {
  const world = await fakeWorld(t, { fake: new FakeSupervisor() });
  const cwd = await inSubFolder(world);
  await writeFile(path.join(cwd, 'ecosystem.config.js'), '');
  const { folder, client } = await findFolder({ ...world, cwd });
  assert.equal(folder, world.cwd);
  client?.dispose();
});

test('without one, the nearest folder upwards with an ecosystem file is meant', async (t) => {
  const world = await fakeWorld(t, { files: ['pm2.json'] });
  const cwd = await inSubFolder(world);
  assert.equal((await findFolder({ ...world, cwd })).folder, world.cwd);
});

test('an ecosystem file that is named is run for its own folder when no supervisor lives above', async (t) => {
  const world = await fakeWorld(t, { files: ['pm2.json'] });
  const folder = await inSubFolder(world);
  assert.equal(
    (await findFolder(world, { ecosystemFile: path.join(folder, 'ecosystem.json') })).folder,
    folder,
  );
});

test('DROVER_HOME goes before all, but for a file outside of it', async (t) => {
  const world = await fakeWorld(t, { files: ['ecosystem.json'] });
  const home = await inSubFolder(world);
  const inEditor = { ...world, env: { DROVER_HOME: home } };
  assert.equal((await findFolder(inEditor)).folder, home);
  assert.equal(
    (await findFolder(inEditor, { ecosystemFile: path.join(home, 'ecosystem.json') })).folder,
    home,
  );
  assert.equal(
    (await findFolder(inEditor, { ecosystemFile: path.join(world.cwd, 'ecosystem.json') })).folder,
    world.cwd,
  );
});

test('a DROVER_HOME that is no folder is named', async (t) => {
  const world = await fakeWorld(t);
  await assert.rejects(
    findFolder({ ...world, env: { DROVER_HOME: '/no/such' } }),
    /"\/no\/such".*not a folder/,
  );
});
