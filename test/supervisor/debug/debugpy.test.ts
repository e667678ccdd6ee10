import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { debugpy, uvicornPath } from '../../../scripts/install/systemTools.ts';
import { createPlatform } from '../../../src/supervisor/platform/createPlatform.ts';
import { ask } from '../sharing/sharedApp.ts';
import { freePort } from '../freePort.ts';
import { TestWorkspace, instancesOf, until } from '../testWorkspace.ts';
import { DebugAdapter } from './debugAdapter.ts';
import { inspect } from './devtools.ts';

const skip = debugpy.isPresent() ? false : 'debugpy is not installed';
const python = '/usr/bin/python3';
const script = `
import time
passes = 0
while True:
    passes += 1
    time.sleep(0.05)
`;
const passLine = 5;

const server = `
import os
async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    body = str(os.getpid()).encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})
`;
const answerLine = 6;

test(
  'debugpy stops a Python app at its breakpoint, again after a restart in the middle of one',
  { skip },
  async () => {
    const apps = [{ name: 'py', script: 'app.py', interpreter: python, min_uptime: 100 }];
    await using workspace = new TestWorkspace({
      files: { 'app.py': script, 'ecosystem.json': JSON.stringify({ apps }) },
    });
    const client = await workspace.load();
    const { env } = workspace;
    const current = () => {
      const [py] = instancesOf(client.snapshot, 'py');
      assert.ok(py !== undefined);
      return py;
    };
    const { id } = current();
    const file = join(workspace.folder, 'app.py');

    await client.request('instances/hold', { instance: id, on: true, paused: false });
    await client.request('apps/start', { targets: ['py'], env, inspect: 'break' });
    await until(client, () => current().pid !== null);
    const port = await inspect(client, current());
    const { pid } = current();
    {
      using debugged = await DebugAdapter.attach(port, file, [passLine]);
      assert.deepEqual(await debugged.standing('passes'), { line: passLine, value: '0' });

      // It stands, and its debugger's own process holds the port that the next one listens on.
      await client.request('apps/restart', { targets: ['py'], env, wait: true });
      await debugged.event('terminated');
    }
    assert.notEqual(current().pid, pid);
    assert.equal(await inspect(client, current()), port);
    {
      using debugged = await DebugAdapter.attach(port, file, [passLine]);
      assert.equal((await debugged.standing('passes')).line, passLine);
    }
    // A debugger that just goes away leaves the app running.
    assert.equal(current().status, 'online');
    const adapter = (await createPlatform().portOwner(port))?.pid;
    assert.ok(typeof adapter === 'number' && adapter !== current().pid);
    await client.request('apps/stop', { targets: ['py'] });
    assert.equal(await createPlatform().portOwner(port), null);
    assert.equal((await workspace.survivors()).includes(adapter), false, 'the process of debugpy is gone');
  },
);

test(
  'one of two uvicorns stands at a breakpoint while the other one answers on the port they share',
  { skip: skip || (uvicornPath() === undefined && 'uvicorn is not installed') },
  async () => {
    const shared = await freePort();
    const apps = [
      {
        name: 'web',
        script: `${python} -m uvicorn main:app`,
        instances: 2,
        port: shared,
        interpreter: 'none',
      },
    ];
    await using workspace = new TestWorkspace({
      files: { 'main.py': server, 'ecosystem.json': JSON.stringify({ apps }) },
    });
    const client = await workspace.load();
    const { env } = workspace;
    const web = (index: number) => {
      const one = instancesOf(client.snapshot, 'web')[index];
      assert.ok(one !== undefined);
      return one;
    };
    await client.request('apps/start', { targets: ['web'], env, wait: true });
    await client.request('instances/hold', { instance: web(1).id, on: true, paused: false });
    await client.request('apps/restart', { targets: [web(1).id], env, inspect: 'break' });
    await until(client, () => web(1).pid !== null);
    const port = await inspect(client, web(1));
    using debugged = await DebugAdapter.attach(port, join(workspace.folder, 'main.py'), [answerLine]);
    await until(client, () => web(1).status === 'online');

    // Whoever is given to the one that stands waits for its answer.
    const asked: Promise<string>[] = [];
    let stands = false;
    const standing = debugged.standing('os.getpid()').finally(() => (stands = true));
    while (!stands) {
      asked.push(ask(shared));
      await Promise.race([standing, asked.at(-1)]);
    }
    assert.deepEqual(await standing, { line: answerLine, value: String(web(1).pid) });
    for (let count = 0; count < 5; count += 1) assert.equal(await ask(shared), String(web(0).pid));

    await debugged.request('setBreakpoints', {
      source: { path: join(workspace.folder, 'main.py') },
      breakpoints: [],
    });
    const { threadId } = await debugged.event('stopped');
    await debugged.request('continue', { threadId });
    const answers = new Set(await Promise.all(asked));
    answers.delete(String(web(0).pid));
    assert.deepEqual([...answers], [String(web(1).pid)]);
  },
);
