import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPortFree } from '../../src/supervisor/ports.ts';
import { asgiFolder, ask, startShared } from './sharing/sharedApp.ts';
import type { SharedApp } from './sharing/sharedApp.ts';
import { instancesOf, until } from './testWorkspace.ts';
import { platform } from './processes.ts';
import { waitFor } from './waitFor.ts';

const server =
  "require('node:http').createServer((_, r) => r.end(String(process.pid))).listen(process.env.PORT);";

/** Kills every instance; none comes back. */
async function crashForGood({ client, pids }: SharedApp): Promise<void> {
  const all = pids();
  assert.ok(all.every((pid) => pid > 0));
  for (const pid of all) process.kill(pid, 'SIGKILL');
  await until(client, (snapshot) => instancesOf(snapshot, 'web').every(({ pid }) => pid === null));
}

/** Neither instances nor what they had in common. */
async function assertNothingLeft({ workspace, port }: SharedApp): Promise<void> {
  const { key } = workspace.location;
  await waitFor('the end of the host', async () => (await platform.findByToken(`${key}:`)).length === 0);
  await waitFor('the free port', () => isPortFree(port));
}

test('a cluster of which the last instance is scaled away leaves no host', async () => {
  await using app = await startShared({ script: 'server.js' }, { 'server.js': server });
  const { client } = app;
  await client.request('apps/stop', { targets: ['web-0', 'web-1'] });
  await client.request('apps/scale', { targets: ['web'], instances: 2, wait: true });
  await assertNothingLeft(app);
});

test('a cluster that has crashed for good leaves no host, and starts again', async () => {
  await using app = await startShared({ script: 'server.js', autorestart: false }, { 'server.js': server });
  const { client, workspace, port, pids } = app;
  await crashForGood(app);
  await assertNothingLeft(app);
  await client.request('apps/start', { targets: ['web'], env: workspace.env, wait: true });
  assert.ok(pids().includes(Number(await ask(port))));
});

test('a shared socket is not held for instances that have crashed for good, and is there again with them', async () => {
  const script = `python3 ${asgiFolder}activated.py`;
  await using app = await startShared({ script, autorestart: false, env: { PYTHONDONTWRITEBYTECODE: '1' } });
  const { client, workspace, port, pids } = app;
  await crashForGood(app);
  await assertNothingLeft(app);
  assert.equal(await ask(port), 'ECONNREFUSED');
  await client.request('apps/start', { targets: ['web'], env: workspace.env, wait: true });
  assert.ok(pids().includes(Number(await ask(port))));
});

test('a cluster that is started again while its host ends has its port', async () => {
  await using app = await startShared({ script: 'server.js', autorestart: false }, { 'server.js': server });
  const { client, workspace, port, pids } = app;
  await crashForGood(app);
  await client.request('apps/start', { targets: ['web'], env: workspace.env, wait: true });
  assert.ok(pids().includes(Number(await ask(port))));
});
