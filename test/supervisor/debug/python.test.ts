import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPlatform } from '../../../src/supervisor/platform/createPlatform.ts';
import { TestWorkspace, instancesOf, until } from '../testWorkspace.ts';
import { inspect } from './devtools.ts';

/** Takes the words of debugpy and listens where it would. What a debugger says is not part of this. */
const debugpy = `
import runpy, socket, sys
words = sys.argv[1:]
host, port = words[words.index('--listen') + 1].split(':')
listener = socket.create_server((host, int(port)))
if '--wait-for-client' in words:
    print('waiting', flush=True)
    listener.accept()
    words.remove('--wait-for-client')
del words[words.index('--listen'):words.index('--listen') + 2]
sys.argv = words
runpy.run_path(words[0], run_name='__main__')
`;
const app = `
import time
print('begun', flush=True)
while True:
    time.sleep(60)
`;

async function workspaceWith(files: Readonly<Record<string, string>>): Promise<TestWorkspace> {
  const apps = [{ name: 'py', script: 'app.py', min_uptime: 100 }];
  return new TestWorkspace({
    files: { 'app.py': app, ...files, 'ecosystem.json': JSON.stringify({ apps }) },
  });
}

test('a Python app can be debugged when it is started so, and stays so over restarts', async () => {
  const files = { 'debugpy/__init__.py': '', 'debugpy/__main__.py': debugpy };
  await using workspace = await workspaceWith(files);
  const client = await workspace.load();
  const env = { ...workspace.env, PYTHONPATH: workspace.folder };
  const [py] = instancesOf(client.snapshot, 'py');
  assert.ok(py !== undefined);
  const current = () => instancesOf(client.snapshot, 'py')[0];
  assert.equal(client.snapshot.apps[0]?.debugger, 'python');

  await client.request('apps/start', { targets: ['py'], env, wait: true });
  const refused = await client.request('instances/inspect', { instance: py.id });
  assert.equal(refused.problem?.code, 'debug-needs-start');

  await client.request('instances/hold', { instance: py.id, on: true, paused: false });
  await client.request('apps/restart', { targets: ['py'], env, inspect: 'break' });
  await until(client, () => current()?.pid !== null);
  const port = await inspect(client, py);
  const owner = await createPlatform().portOwner(port);
  assert.equal(owner?.pid, current()?.pid);
  const { pid } = current() ?? {};

  // The debugger stays: the next process opens for it as well, and waits for nobody.
  await client.request('apps/restart', { targets: ['py'], env, wait: true });
  assert.notEqual(current()?.pid, pid);
  assert.equal(await inspect(client, py), port);

  await client.request('instances/hold', { instance: py.id, on: false });
  await client.request('apps/restart', { targets: ['py'], env, wait: true });
  assert.equal(
    (await client.request('instances/inspect', { instance: py.id })).problem?.code,
    'debug-needs-start',
  );
});

test('a Python without debugpy is said to have none', async () => {
  await using workspace = await workspaceWith({ 'debugpy/__init__.py': 'raise ImportError("none here")' });
  const client = await workspace.load();
  const env = { ...workspace.env, PYTHONPATH: workspace.folder };
  await client.request('apps/start', { targets: ['py'], env, inspect: 'break' });
  const missing = (): string | undefined => instancesOf(client.snapshot, 'py')[0]?.problem?.code;
  await until(client, () => missing() === 'debugpy-missing');
});
