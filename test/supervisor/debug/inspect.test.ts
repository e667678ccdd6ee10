import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SupervisorClient } from '../../../src/client/supervisorClient.ts';
import type { InstanceInfo } from '../../../src/protocol/model.ts';
import { nodeBinary } from '../../nodes.ts';
import { freePort } from '../freePort.ts';
import { TestWorkspace, instancesOf, until } from '../testWorkspace.ts';
import { waitFor } from '../waitFor.ts';
import { Devtools, inspect, isOpen } from './devtools.ts';

const server = `
require('node:http').createServer((request, response) => response.end(String(process.pid)))
  .listen(Number(process.env.PORT || process.env.WEB_PORT), '127.0.0.1');
`;

/** Only SIGKILL ends it. */
const deaf = `process.on('SIGINT', () => {}); process.send('ready'); setInterval(() => {}, 1000);`;
const deafApp = { name: 'deaf', script: 'deaf.js', wait_ready: true, kill_timeout: 100 };
/** As long as a start may take on a machine that has much to do. */
const listen_timeout = 3000;
const silent = `setInterval(() => {}, 1000);`;
const silentApp = { name: 'silent', script: 'silent.js', wait_ready: true, listen_timeout, max_restarts: 0 };

interface Running extends AsyncDisposable {
  readonly client: SupervisorClient;
  readonly workspace: TestWorkspace;
  instance(index?: number): InstanceInfo;
}

/** The app `web`, running. */
async function running(app: object, files: Readonly<Record<string, string>> = {}): Promise<Running> {
  const web = { name: 'web', script: 'server.js', env: { WEB_PORT: String(await freePort()) }, ...app };
  const workspace = new TestWorkspace({
    files: {
      'server.js': server,
      'deaf.js': deaf,
      'silent.js': silent,
      ...files,
      'ecosystem.json': JSON.stringify({ apps: [web, deafApp, silentApp] }),
    },
  });
  const client = await workspace.load();
  const { outcomes } = await client.request('apps/start', {
    targets: ['web'],
    env: workspace.env,
    wait: true,
  });
  assert.deepEqual(
    outcomes.map(({ ok }) => ok),
    [true],
  );
  return {
    client,
    workspace,
    instance(index = 0) {
      const found = instancesOf(client.snapshot, 'web')[index];
      assert.ok(found);
      return found;
    },
    [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose](),
  };
}

/** The script of the function that stands. */
async function filename(devtools: Devtools, callFrames: unknown): Promise<unknown> {
  const [frame] = callFrames as readonly { readonly callFrameId: string }[];
  const params = { callFrameId: frame?.callFrameId, expression: 'process.argv[1]', returnByValue: true };
  const { result } = await devtools.request('Debugger.evaluateOnCallFrame', params);
  return (result as { readonly value?: unknown }).value;
}

async function hold(client: SupervisorClient, { id }: InstanceInfo, on = true): Promise<void> {
  await client.request('instances/hold', { instance: id, on, paused: false });
}

for (const major of [18, 22, 26] as const) {
  test(`one of four instances is debugged without a restart, and again after one, on Node ${major}`, async () => {
    await using it = await running({ instances: 4, interpreter: nodeBinary(major) });
    const { client } = it;
    const before = instancesOf(client.snapshot, 'web');
    const target = it.instance(2);
    await hold(client, target);
    const port = await inspect(client, target);
    {
      using devtools = await Devtools.attach(port);
      assert.equal(await devtools.evaluate('process.pid'), target.pid);
      assert.deepEqual(
        instancesOf(client.snapshot, 'web').map(({ pid, restarts, held }) => ({ pid, restarts, held })),
        before.map(({ pid }, index) => ({ pid, restarts: 0, held: index === 2 })),
      );
      await client.request('apps/restart', { targets: [target.id], wait: true });
      await devtools.closed();
    }
    {
      using devtools = await Devtools.attach(port);
      assert.equal(await devtools.evaluate('process.pid'), it.instance(2).pid);
      assert.notEqual(it.instance(2).pid, target.pid);
    }
    const { pid } = it.instance(2);
    await hold(client, target, false);
    while (await isOpen(port));
    assert.equal(it.instance(2).pid, pid);
    assert.equal(it.instance(2).status, 'online');
    assert.equal(await inspect(client, target), port);
    await client.request('instances/inspect', { instance: target.id, on: false });
    assert.equal(await isOpen(port), false);
  });

  test(`a plain app stops at its first line, and goes on when told to, on Node ${major}`, async () => {
    await using it = await running({
      port: await freePort(),
      interpreter: nodeBinary(major),
      listen_timeout,
    });
    const { client } = it;
    await hold(client, it.instance());
    await client.request('apps/restart', { targets: ['web'], inspect: 'break' });
    const port = await inspect(client, it.instance());
    using devtools = await Devtools.attach(port);
    await devtools.request('Runtime.enable');
    await devtools.request('Debugger.enable');
    await devtools.request('Runtime.runIfWaitingForDebugger');
    const { reason, callFrames } = await devtools.event('Debugger.paused');
    assert.equal(reason, 'Break on start');
    assert.equal(await filename(devtools, callFrames), join(it.workspace.folder, 'server.js'));
    // One that stands nowhere goes through its own listen timeout meanwhile, which is as long.
    const ask = { targets: ['silent'], env: it.workspace.env, wait: true };
    assert.equal((await client.request('apps/start', ask)).outcomes[0]?.problem?.code, 'not-ready');
    assert.equal(it.instance().status, 'launching');
    await devtools.request('Debugger.resume');
    await until(client, () => it.instance().status === 'online');
    // The next one does not stop: nobody has asked for that.
    await client.request('apps/restart', { targets: ['web'], wait: true });
    assert.equal(it.instance().status, 'online');
  });
}

test('a reload hands the debugger on to the successor', async () => {
  await using it = await running({ instances: 2 });
  const { client } = it;
  const old = it.instance(1);
  await hold(client, old);
  const port = await inspect(client, old);
  using devtools = await Devtools.attach(port);
  await client.request('apps/reload', { targets: ['web'] });
  await devtools.closed();
  using next = await Devtools.attach(port);
  assert.equal(await next.evaluate('process.pid'), it.instance(1).pid);
  assert.notEqual(it.instance(1).pid, old.pid);
});

test('what stands at a breakpoint is not late', async () => {
  await using it = await running(
    { port: await freePort(), kill_timeout: 100 },
    {
      'server.js': `process.on('SIGINT', () => process.exit());\n${server}`,
    },
  );
  const { client } = it;
  const { id, pid } = it.instance();
  await hold(client, it.instance());
  const port = await inspect(client, it.instance());
  await client.request('apps/start', { targets: ['deaf'], env: it.workspace.env, wait: true });
  const devtools = await Devtools.attach(port);
  await devtools.request('Debugger.enable');
  const evaluating = devtools.request('Runtime.evaluate', { expression: 'debugger; 7' });
  await devtools.event('Debugger.paused');
  await client.request('instances/hold', { instance: id, on: true, paused: true });
  const restarting = client.request('apps/restart', { targets: ['web'], wait: true });
  await until(client, () => it.instance().status === 'stopping');
  // An app that is not held goes through its own kill timeout meanwhile, which is as long.
  await client.request('apps/stop', { targets: ['deaf'] });
  assert.equal(instancesOf(client.snapshot, 'deaf')[0]?.exit?.signal, 'SIGKILL');
  assert.equal(it.instance().pid, pid);
  await devtools.request('Debugger.resume');
  await evaluating;
  // Node does not end while a debugger is attached. Those of editors leave then by themselves.
  devtools[Symbol.dispose]();
  await client.request('instances/hold', { instance: id, on: true, paused: false });
  assert.equal((await restarting).outcomes[0]?.ok, true);
  assert.notEqual(it.instance().pid, pid);
  assert.equal(it.instance().exit?.code, 0);
});

test('an app that handles SIGUSR1 itself is debugged all the same', async () => {
  await using it = await running(
    { port: await freePort() },
    {
      'server.js': `process.on('SIGUSR1', () => process.exit(3));\n${server}`,
    },
  );
  const { pid } = it.instance();
  using devtools = await Devtools.attach(await inspect(it.client, it.instance()));
  assert.equal(await devtools.evaluate('process.pid'), pid);
});

test('an app that is busy is debugged all the same', async () => {
  await using it = await running(
    { port: await freePort() },
    {
      'server.js': server.replace('response.end(String(process.pid))', '{ for (;;); }'),
    },
  );
  void fetch(`http://127.0.0.1:${it.instance().port}`).catch(() => undefined);
  using devtools = await Devtools.attach(await inspect(it.client, it.instance()));
  await devtools.request('Debugger.enable');
  await devtools.request('Debugger.pause');
  const { callFrames } = await devtools.event('Debugger.paused');
  assert.equal(await filename(devtools, callFrames), join(it.workspace.folder, 'server.js'));
});

test('the inspector closes with the window that had it opened', async () => {
  await using it = await running({ port: await freePort() });
  const window = await it.workspace.connect();
  await hold(window, it.instance());
  const port = await inspect(window, it.instance());
  assert.equal(await isOpen(port), true);
  window.dispose();
  await until(it.client, () => !it.instance().held);
  while (await isOpen(port));
  assert.equal(it.instance().restarts, 0);
});

test('the inspector of an app that was busy when it was opened closes as well', async () => {
  const busy = `{
    const { existsSync, writeFileSync } = require('node:fs');
    writeFileSync('busy', '');
    while (!existsSync('enough'));
    response.end();
  }`;
  await using it = await running(
    { port: await freePort() },
    { 'server.js': server.replace('response.end(String(process.pid))', busy) },
  );
  const answer = fetch(`http://127.0.0.1:${it.instance().port}`);
  await waitFor('it to be busy', () => existsSync(join(it.workspace.folder, 'busy')));
  const port = await inspect(it.client, it.instance());
  it.workspace.write('enough', '');
  await answer;
  await it.client.request('instances/inspect', { instance: it.instance().id, on: false });
  await waitFor('the inspector to be closed', async () => !(await isOpen(port)));
  assert.equal(it.instance().restarts, 0);
});

test('what is neither Node nor Python cannot be debugged', async () => {
  await using it = await running({ script: 'loop.sh' }, { 'loop.sh': 'while :; do sleep 60; done' });
  const { inspector, problem } = await it.client.request('instances/inspect', { instance: it.instance().id });
  assert.deepEqual([inspector, problem?.code, problem?.data['program']], [null, 'debug-unsupported', 'bash']);
  assert.equal(it.client.snapshot.apps[0]?.debugger, null);
});

test('what does not run has nothing to debug', async () => {
  await using it = await running({ port: await freePort() });
  await it.client.request('apps/stop', { targets: ['web'] });
  const { problem } = await it.client.request('instances/inspect', { instance: it.instance().id });
  assert.equal(problem?.code, 'debug-stopped');
});
