import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { SupervisorClient } from '../../../src/client/supervisorClient.ts';
import type { InstanceInfo } from '../../../src/protocol/model.ts';
import { isPortFree } from '../../../src/supervisor/ports.ts';
import { platform } from '../processes.ts';
import { fetchMany, instancesOf, until } from '../testWorkspace.ts';
import { waitFor } from '../waitFor.ts';
import type { Answer } from './clusteringPage.ts';
import {
  answerAt,
  autoPorts,
  basic,
  graceful,
  healthChecked,
  memoryLimited,
  open,
  portDistribution,
  start,
} from './clusteringPage.ts';
import { lockExamplePorts } from '../examplePorts.ts';

await lockExamplePorts();

function names(instances: readonly InstanceInfo[]): string[] {
  return instances.map(({ name }) => name);
}

function pids(client: SupervisorClient, app: string): (number | null)[] {
  return instancesOf(client.snapshot, app).map(({ pid }) => pid);
}

before(async () => {
  const ports = [3000, 3001, 3002, 5000, 5001, 5002];
  const free = await Promise.all(ports.map((port) => isPortFree(port)));
  const taken = ports.filter((_, index) => free[index] === false);
  assert.deepEqual(taken, [], 'the page names these ports; something on this machine has them');
});

test('basic clustering: web-app-0 to web-app-3 share one port and are controlled one by one and together', async () => {
  const page = await open(basic);
  await using workspace = page.workspace;
  const { client } = page;
  const instances = await start(page);
  assert.deepEqual(names(instances), ['web-app-0', 'web-app-1', 'web-app-2', 'web-app-3']);
  const answers = (await fetchMany(3000, 40)).map((text) => JSON.parse(text) as Answer);
  for (const { index, pid } of instances) {
    const own = answers.filter((answer) => answer.pid === pid);
    assert.equal(own.length, 10);
    assert.deepEqual([own[0]?.PM2_INSTANCE_ID, own[0]?.NODE_APP_INSTANCE], [String(index), String(index)]);
    const { lines } = await client.request('logs/read', {
      instance: `ecosystem.json#web-app/${index}`,
      lines: 9,
    });
    assert.deepEqual(
      lines.map(({ text }) => text),
      [`Instance ${index} starting on port 3000`],
    );
  }

  const [first, second, third, fourth] = pids(client, 'web-app');
  await client.request('apps/stop', { targets: ['web-app-1'] });
  assert.deepEqual(pids(client, 'web-app'), [first, null, third, fourth]);
  const stillServing = (await fetchMany(3000, 9)).map((text) => (JSON.parse(text) as Answer).pid);
  assert.ok(!stillServing.includes(second ?? 0));

  await client.request('apps/restart', { targets: ['web-app-2'], wait: true });
  const [, , restarted] = pids(client, 'web-app');
  assert.notEqual(restarted, third);
  assert.deepEqual(pids(client, 'web-app'), [first, null, restarted, fourth]);

  await client.request('apps/restart', { targets: ['web-app'], wait: true });
  const all = instancesOf(client.snapshot, 'web-app');
  assert.deepEqual(
    all.map(({ status }) => status),
    ['online', 'online', 'online', 'online'],
  );
  assert.ok(all.every(({ pid }) => ![first, restarted, fourth].includes(pid)));

  await client.request('apps/stop', { targets: ['web-app'] });
  assert.deepEqual(await workspace.survivors(), []);
  assert.ok(await isPortFree(3000));
});

test('port distribution: api-cluster-0 to api-cluster-2 have the ports 3000 to 3002, each its own', async () => {
  const page = await open(portDistribution);
  await using workspace = page.workspace;
  const { client } = page;
  const instances = await start(page);
  assert.deepEqual(names(instances), ['api-cluster-0', 'api-cluster-1', 'api-cluster-2']);
  assert.deepEqual(
    instances.map(({ port }) => port),
    [3000, 3001, 3002],
  );
  for (const [index, port] of [3000, 3001, 3002].entries()) {
    assert.deepEqual(await answerAt(port), {
      pid: instances[index]?.pid,
      port: String(port),
      PM2_INSTANCE_ID: String(index),
      NODE_APP_INSTANCE: String(index),
    });
  }
  await client.request('apps/stop', { targets: ['api-cluster-1'] });
  assert.ok(await isPortFree(3001));
  assert.equal((await answerAt(3002)).pid, instances[2]?.pid);
  await client.request('apps/start', { targets: ['api-cluster-1'], wait: true });
  assert.equal((await answerAt(3001)).PM2_INSTANCE_ID, '1');
  await client.request('apps/stop', { targets: ['api-cluster'] });
  assert.deepEqual(await Promise.all([3000, 3001, 3002].map((port) => isPortFree(port))), [true, true, true]);
  assert.deepEqual(await workspace.survivors(), []);
});

test('auto ports: five Python workers have the first five free ports from 8000', async () => {
  const page = await open(autoPorts);
  await using workspace = page.workspace;
  const free = await firstFree(5, 8000);
  const instances = await start(page);
  assert.deepEqual(
    names(instances),
    [0, 1, 2, 3, 4].map((index) => `worker-cluster-${index}`),
  );
  assert.deepEqual(
    instances.map(({ port }) => port),
    free,
  );
  for (const [index, port] of free.entries()) {
    const answer = await waitFor(`port ${port}`, () => answerAt(port).catch(() => undefined));
    assert.deepEqual([answer.port, answer.PM2_INSTANCE_ID], [String(port), String(index)]);
  }
  await page.client.request('apps/stop', { targets: ['worker-cluster'] });
  assert.deepEqual(await workspace.survivors(), []);
});

test('resource limits: an instance above 512M is restarted, and the others are left alone', async () => {
  const page = await open(memoryLimited);
  await using workspace = page.workspace;
  const { client } = page;
  const free = await firstFree(4, 4000);
  const instances = await start(page);
  assert.deepEqual(
    instances.map(({ port }) => port),
    free,
  );
  const [first, second, third, fourth] = pids(client, 'memory-limited-cluster');
  await fetch(`http://127.0.0.1:${free[0]}/hold?100`);
  await fetch(`http://127.0.0.1:${free[2]}/hold?600`);
  const after = await until(client, (snapshot) => {
    const back = instancesOf(snapshot, 'memory-limited-cluster')[2];
    return back?.status === 'online' && back.pid !== third;
  });
  const now = instancesOf(after, 'memory-limited-cluster');
  assert.deepEqual([now[0]?.pid, now[1]?.pid, now[3]?.pid], [first, second, fourth]);
  assert.equal((await answerAt(free[2] ?? 0)).pid, now[2]?.pid);
  await client.request('apps/stop', { targets: ['all'] });
  assert.deepEqual(await workspace.survivors(), []);
});

test('health checks: an instance is online once its own /health passes, and no sooner', async () => {
  const page = await open(healthChecked);
  await using workspace = page.workspace;
  const { client } = page;
  const starting = start(page);
  for (const port of [5000, 5001, 5002]) {
    await waitFor(`port ${port}`, () =>
      fetch(`http://localhost:${port}/health`).then(
        ({ status }) => status === 503,
        () => false,
      ),
    );
  }
  const launching = await client.request('snapshot', {});
  assert.deepEqual(
    launching.snapshot.instances.map(({ status, health }) => [status, health]),
    [0, 1, 2].map(() => ['launching', 'unknown']),
  );
  workspace.write('healthy', '');
  const instances = await starting;
  assert.deepEqual(
    instances.map(({ status, health, port }) => [status, health, port]),
    [5000, 5001, 5002].map((port) => ['online', 'healthy', port]),
  );
});

test('health checks: an instance that fails three in a row is restarted, and the others are left alone', async () => {
  const page = await open(healthChecked.replace('"interval": 30', '"interval": 0.2'));
  await using workspace = page.workspace;
  const { client } = page;
  workspace.write('healthy', '');
  await start(page);
  const [first, second, third] = pids(client, 'health-checked-cluster');
  await fetch('http://127.0.0.1:5001/break');
  const failed = await until(client, ({ instances }) => instances[1]?.problem?.code === 'unhealthy');
  const { problem } = failed.instances[1] ?? {};
  assert.deepEqual([problem?.data['count'], problem?.data['reason']], ['3', 'HTTP 503']);
  const back = await until(client, ({ instances }) => {
    const [, one] = instances;
    return one?.status === 'online' && one.pid !== second;
  });
  assert.deepEqual([back.instances[0]?.pid, back.instances[2]?.pid], [first, third]);
  assert.equal((await answerAt(5001)).pid, back.instances[1]?.pid);
});

test('graceful shutdowns: two seconds of work at the end are let be, and a crash is followed after a second', async () => {
  const page = await open(graceful);
  await using workspace = page.workspace;
  const { client } = page;
  const instances = await start(page);
  assert.equal(instances.length, 4);
  await fetch('http://127.0.0.1:3000/crash').catch(() => undefined);
  const waiting = await until(client, (snapshot) =>
    snapshot.instances.some(({ status, retryAt }) => status === 'waiting restart' && retryAt !== null),
  );
  const crashed = waiting.instances.find(({ status }) => status === 'waiting restart');
  assert.ok(crashed?.exit && crashed.retryAt !== null);
  assert.ok(crashed.retryAt - crashed.exit.at >= 1_000);
  await until(client, (snapshot) => snapshot.instances.every(({ status }) => status === 'online'));

  await client.request('apps/stop', { targets: ['graceful-cluster'] });
  for (const { id, exit } of client.snapshot.instances) {
    assert.deepEqual([exit?.code, exit?.signal], [0, null]);
    const { lines } = await client.request('logs/read', { instance: id, lines: 1 });
    assert.equal(lines[0]?.text, 'finished');
  }
  assert.deepEqual(await workspace.survivors(), []);
});

test("Node's cluster module: where instances share a port, none of them forks further", async () => {
  const page = await open(basic.replace('server.js', 'cluster.js'));
  await using workspace = page.workspace;
  const instances = await start(page);
  const answers = (await fetchMany(3000, 8)).map((text) => (JSON.parse(text) as Answer).pid);
  assert.deepEqual(new Set(answers), new Set(instances.map(({ pid }) => pid)));
  await page.client.request('apps/stop', { targets: ['web-app'] });
  assert.deepEqual(await workspace.survivors(), []);
});

test("Node's cluster module: with ports of their own, the first instance forks and its children serve its port", async () => {
  const page = await open(portDistribution.replace('api.js', 'cluster.js'));
  await using workspace = page.workspace;
  const instances = await start(page);
  const [first] = await Promise.all([answerAt(3000), answerAt(3001), answerAt(3002)]);
  assert.notEqual(first.pid, instances[0]?.pid);
  assert.equal((await answerAt(3001)).pid, instances[1]?.pid);
  await page.client.request('apps/stop', { targets: ['api-cluster'] });
  assert.deepEqual(await workspace.survivors(), []);
  assert.equal(platform.startTime(first.pid), null);
});

/** The first free ports from one on. */
async function firstFree(count: number, from: number): Promise<number[]> {
  const found: number[] = [];
  for (let port = from; found.length < count; port += 1) if (await isPortFree(port)) found.push(port);
  return found;
}
