import assert from 'node:assert/strict';
import { realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { CurrentFolder } from '../../../src/cli/mcp/currentFolder.ts';
import { runCommandLine } from '../../../src/cli/program.ts';
import { fakeWorld, supervisorWith, webSnapshot } from './fakeWorld.ts';

test('mcp refuses a folder that is none, before it speaks', async (t) => {
  const world = await fakeWorld(t);
  assert.equal(await runCommandLine(world, ['mcp', '--folder', 'missing']), 2);
  assert.equal(world.err(), `"${path.join(world.cwd, 'missing')}" is not a folder.\n`);
  assert.equal(world.out(), '');
});

test('in the root or the home folder nothing is searched and no supervisor started', async (t) => {
  const world = await fakeWorld(t, { isLive: false });
  for (const cwd of [path.parse(world.cwd).root, await realpath(os.homedir())]) {
    const folder = await CurrentFolder.find({ ...world, cwd });
    assert.equal(await folder.connect(), null, cwd);
  }
});

test('files that a window has found by its settings are read again in their dialect, and none is forgotten', async (t) => {
  const loads: unknown[] = [];
  const snapshot = webSnapshot();
  const custom = { path: '/shop/services.yaml', dialect: 'pmdaemon', apps: [], problems: [] } as const;
  const fake = supervisorWith(
    { ...snapshot, files: [...snapshot.files, custom] },
    {
      'files/load': (params) => {
        loads.push(params);
        return { files: [], problems: [] };
      },
    },
  );
  const world = await fakeWorld(t, { fake });
  const folder = await CurrentFolder.find(world);
  try {
    assert.ok((await folder.connect()) !== null);
    const env = { SHELL_VARIABLE: 'yes' };
    assert.deepEqual(loads, [
      { env, paths: ['/shop/ecosystem.config.js'], dialect: 'pm2' },
      { env, paths: ['/shop/services.yaml'], dialect: 'pmdaemon' },
    ]);
  } finally {
    folder.dispose();
  }
});
