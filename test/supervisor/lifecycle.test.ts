import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freePort } from './freePort.ts';
import { TestWorkspace, fetchMany, instancesOf, until } from './testWorkspace.ts';

const server = `
const http = require('node:http');
http.createServer((request, response) => response.end(String(process.pid))).listen(Number(process.env.PORT));
`;

function clusterFile(port: number, instances = 4, options = ''): string {
  return `module.exports = { apps: [{
    name: 'web', script: 'server.js', instances: ${instances}, exec_mode: 'cluster', env: { PORT: ${port} }, ${options}
  }] };`;
}

test('a cluster is started, answers from every instance evenly, and leaves nothing when it is stopped', async () => {
  const port = await freePort();
  await using workspace = new TestWorkspace({
    files: { 'ecosystem.config.js': clusterFile(port), 'server.js': server },
  });
  const client = await workspace.load();
  assert.deepEqual(
    instancesOf(client.snapshot, 'web').map(({ name, status }) => [name, status]),
    [0, 1, 2, 3].map((index) => [`web-${index}`, 'stopped']),
  );

  const { outcomes } = await client.request('apps/start', {
    targets: ['web'],
    env: workspace.env,
    wait: true,
  });
  assert.deepEqual(outcomes, [{ app: 'ecosystem.config.js#web', instance: null, ok: true, problem: null }]);
  const online = await until(client, (snapshot) =>
    snapshot.instances.every(({ status }) => status === 'online'),
  );
  const instances = instancesOf(online, 'web');
  assert.ok(instances.every((instance) => instance.port === port));

  const answers = await fetchMany(port, 40);
  const counts = instances.map(({ pid }) => answers.filter((answer) => answer === String(pid)).length);
  assert.deepEqual(counts, [10, 10, 10, 10]);

  await client.request('apps/stop', { targets: ['web'] });
  assert.deepEqual(await workspace.survivors(), []);
  await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
});

test('restarting one instance changes its pid and no other', async () => {
  const port = await freePort();
  await using workspace = new TestWorkspace({
    files: { 'ecosystem.config.js': clusterFile(port), 'server.js': server },
  });
  const client = await workspace.load();
  await client.request('apps/start', { targets: ['all'], env: workspace.env, wait: true });
  const before = instancesOf(client.snapshot, 'web').map(({ pid }) => pid);
  const { outcomes } = await client.request('apps/restart', { targets: ['web-2'], wait: true });
  assert.equal(outcomes[0]?.ok, true);
  const { snapshot } = await client.request('snapshot', {});
  const after = instancesOf(snapshot, 'web');
  assert.deepEqual(
    after.map(({ pid }, index) => pid === before[index]),
    [true, true, false, true],
  );
  assert.equal(after[2]?.restarts, 1);
});

test('an instance that is killed comes back, twenty times, and the others stay', async () => {
  const port = await freePort();
  await using workspace = new TestWorkspace({
    // No exit is unstable: twenty kills within seconds would else be given up as a crash loop.
    files: { 'ecosystem.config.js': clusterFile(port, 3, 'min_uptime: 0'), 'server.js': server },
  });
  const client = await workspace.load();
  await client.request('apps/start', { targets: ['all'], env: workspace.env, wait: true });
  const others = instancesOf(client.snapshot, 'web').map(({ pid }) => pid);
  for (let round = 1; round <= 20; round += 1) {
    const victim = instancesOf(client.snapshot, 'web')[1]?.pid ?? 0;
    process.kill(victim, 'SIGKILL');
    const snapshot = await until(client, (now) => {
      const back = instancesOf(now, 'web')[1];
      return back?.status === 'online' && back.pid !== victim;
    });
    const [first, second, third] = instancesOf(snapshot, 'web');
    assert.deepEqual([first?.pid, third?.pid], [others[0], others[2]], `round ${round}`);
    assert.equal(second?.exit?.signal, 'SIGKILL');
    assert.equal(second.restarts, round);
  }
});

test('clients come and go without touching what runs', async () => {
  const port = await freePort();
  await using workspace = new TestWorkspace({
    files: { 'ecosystem.config.js': clusterFile(port, 2), 'server.js': server },
  });
  const first = await workspace.load();
  await first.request('apps/start', { targets: ['all'], env: workspace.env, wait: true });
  const { snapshot: before } = await first.request('snapshot', {});
  first.dispose();
  const second = await workspace.connect();
  assert.deepEqual(second.snapshot, before);
});

test('when the lease is over nothing is left', async () => {
  const port = await freePort();
  await using workspace = new TestWorkspace({
    files: { 'ecosystem.config.js': clusterFile(port, 2), 'server.js': server },
    leaseSeconds: 0,
  });
  const client = await workspace.load();
  await client.request('apps/start', { targets: ['all'], env: workspace.env, wait: true });
  const { pid } = client.supervisor;
  client.dispose();
  await processEnd(pid);
  assert.deepEqual(await workspace.survivors(), []);
});

test('a stop that is overtaken by a start is answered, and the app runs', async () => {
  await using workspace = new TestWorkspace({
    files: {
      'ecosystem.json': JSON.stringify({ apps: [{ name: 'slow', script: 'slow.js', wait_ready: true }] }),
      'slow.js':
        "process.on('SIGINT', () => setTimeout(() => process.exit(), 100)); process.send('ready'); setInterval(() => undefined, 1000);",
    },
  });
  const client = await workspace.load();
  await client.request('apps/start', { targets: ['slow'], env: workspace.env, wait: true });
  const before = instancesOf(client.snapshot, 'slow')[0]?.pid;
  const [stopped, started] = await Promise.all([
    client.request('apps/stop', { targets: ['slow'] }),
    client.request('apps/start', { targets: ['slow'], wait: true }),
  ]);
  assert.deepEqual([stopped.outcomes[0]?.ok, started.outcomes[0]?.ok], [true, true]);
  const [instance] = instancesOf(client.snapshot, 'slow');
  assert.equal(instance?.status, 'online');
  assert.notEqual(instance.pid, before);
});

const setsidApp = `
const { spawn } = require('node:child_process');
if (Number(process.env.NODE_APP_INSTANCE) % 4 === 0) {
  spawn('setsid', ['sleep', '600'], { stdio: 'ignore' });
}
setInterval(() => undefined, 1000);
process.send && process.send('ready');
`;

test('a killed supervisor: no orphan stays, what was wanted runs again, twenty times', async () => {
  await using workspace = new TestWorkspace({
    files: {
      'ecosystem.json': JSON.stringify({
        apps: [
          { name: 'plain', script: 'app.js', exec_mode: 'fork', instances: 24, wait_ready: true },
          { name: 'cluster', script: 'app.js', exec_mode: 'cluster', instances: 8, wait_ready: true },
          { name: 'idle', script: 'app.js' },
        ],
      }),
      'app.js': setsidApp,
    },
  });
  let client = await workspace.load();
  await client.request('apps/start', {
    targets: ['plain', 'cluster'],
    env: workspace.env,
    wait: true,
    waitTimeoutMs: 120_000,
  });
  for (let round = 1; round <= 20; round += 1) {
    const old = new Set(await workspace.survivors());
    assert.ok(old.size >= 32);
    process.kill(client.supervisor.pid, 'SIGKILL');
    await processEnd(client.supervisor.pid);
    client.dispose();
    client = await workspace.connect();
    const back = await until(
      client,
      ({ instances }) => instances.filter(({ status }) => status === 'online').length === 32,
      120_000,
    );
    assert.ok(back.apps.every(({ name, online }) => name !== 'idle' || online === 0));
    const now = await workspace.survivors();
    assert.deepEqual(
      now.filter((pid) => old.has(pid)),
      [],
      `round ${round}`,
    );
  }
});

/** Resolves when the process has ended, as the system tells it. */
async function processEnd(pid: number): Promise<void> {
  const { waitFor } = await import('./waitFor.ts');
  const { createPlatform } = await import('../../src/supervisor/platform/createPlatform.ts');
  const platform = createPlatform();
  await waitFor(`the end of process ${pid}`, () => platform.startTime(pid) === null);
}
