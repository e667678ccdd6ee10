import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { test } from 'node:test';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import { uvicornPath } from '../../scripts/install/systemTools.ts';
import { TestWorkspace, fetchMany, instancesOf, repository, until } from './testWorkspace.ts';
import { lockExamplePorts } from './examplePorts.ts';

await lockExamplePorts();

interface Answer {
  readonly pid: number;
  readonly port: number;
}

function exampleWorkspace(name: string): TestWorkspace {
  const workspace = new TestWorkspace();
  cpSync(`${repository}/examples/${name}`, workspace.folder, { recursive: true });
  return workspace;
}

/** Starts everything of the example, and returns a client once all of it is online. */
async function startAll(workspace: TestWorkspace): Promise<SupervisorClient> {
  const client = await workspace.load();
  assert.deepEqual(
    client.snapshot.files.flatMap(({ problems }) => problems),
    [],
  );
  await client.request('apps/start', { targets: ['all'], env: workspace.env, wait: true });
  await until(client, ({ instances }) => instances.every(({ status }) => status === 'online'));
  return client;
}

async function stopAll(client: SupervisorClient, workspace: TestWorkspace): Promise<void> {
  await client.request('apps/stop', { targets: ['all'] });
  assert.deepEqual(await workspace.survivors(), []);
}

function pids(client: SupervisorClient, app: string): number[] {
  return instancesOf(client.snapshot, app)
    .map(({ pid }) => Number(pid))
    .sort((a, b) => a - b);
}

/** The different process ids that are named in the answers, in order. */
function pidsIn(answers: readonly string[]): number[] {
  const found = answers.map((answer) => Number(/\d+/.exec(answer)?.[0]));
  return [...new Set(found)].sort((a, b) => a - b);
}

test('pm2-cluster serves from one instance per core on port 8080', async () => {
  await using workspace = exampleWorkspace('pm2-cluster');
  const client = await startAll(workspace);
  assert.equal(client.snapshot.instances.length, availableParallelism());
  assert.deepEqual(pidsIn(await fetchMany(8080, 20)), pids(client, 'kromosynth-render'));
  await stopAll(client, workspace);
});

test('a WebSocket of pm2-cluster stays with one instance and gets its samples', async () => {
  await using workspace = exampleWorkspace('pm2-cluster');
  const client = await startAll(workspace);
  const socket = new WebSocket('ws://127.0.0.1:8080');
  socket.binaryType = 'arraybuffer';
  const done = await new Promise<{ bytes: number; summary: unknown }>((resolve, reject) => {
    let bytes = 0;
    socket.onopen = () => {
      socket.send(JSON.stringify({ frequency: 440, seconds: 2 }));
    };
    socket.onerror = () => {
      reject(new Error('The WebSocket failed.'));
    };
    socket.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) bytes += data.byteLength;
      else resolve({ bytes, summary: JSON.parse(String(data)) });
    };
  });
  socket.close();
  const { pid, ...rest } = done.summary as { pid: number };
  assert.ok(pids(client, 'kromosynth-render').includes(pid));
  assert.deepEqual(rest, { done: true, samples: 32_000, sampleRate: 16_000 });
  assert.equal(done.bytes, 64_000);
  await stopAll(client, workspace);
});

test('pmdaemon-ports gives every instance its own port, from JSON, YAML and TOML', async () => {
  await using workspace = exampleWorkspace('pmdaemon-ports');
  const client = await startAll(workspace);
  const ports = client.snapshot.instances.map(({ port }) => Number(port));
  assert.equal(new Set(ports).size, 3 + 3 + 5 + 4);
  for (const port of [3000, 3001, 3002, 5100, 5101, 5102]) assert.ok(ports.includes(port));
  for (const { port, pid } of client.snapshot.instances) {
    const answer = (await (await fetch(`http://127.0.0.1:${Number(port)}/`)).json()) as Answer;
    assert.deepEqual([answer.port, answer.pid], [port, pid]);
  }
  await stopAll(client, workspace);
});

test('node-cluster runs the plain server four times and the one that forks once', async () => {
  await using workspace = exampleWorkspace('node-cluster');
  const client = await startAll(workspace);
  assert.equal(instancesOf(client.snapshot, 'hello').length, 4);
  assert.deepEqual(pidsIn(await fetchMany(8000, 20)), pids(client, 'hello'));
  const [primary] = instancesOf(client.snapshot, 'self-forking');
  const workers = pidsIn(await fetchMany(8001, 20));
  assert.equal(workers.length, availableParallelism());
  assert.ok(!workers.includes(Number(primary?.pid)));
  await stopAll(client, workspace);
});

test('uvicorn-workers runs as four instances on one port, and one that has its workers below it', async () => {
  await using workspace = exampleWorkspace('uvicorn-workers');
  // The Python that uvicorn belongs to comes first: `python3` alone may be another one.
  workspace.env['PATH'] = `${dirname(uvicornPath() ?? '')}:${workspace.env['PATH'] ?? ''}`;
  const client = await startAll(workspace);
  assert.equal(instancesOf(client.snapshot, 'wavelet-api').length, 4);
  const answered = new Set<number>();
  while (answered.size < 4) {
    for (const pid of pidsIn(await fetchMany(8010, 20))) answered.add(pid);
  }
  assert.deepEqual(
    [...answered].sort((a, b) => a - b),
    pids(client, 'wavelet-api'),
  );

  const [parent, ...others] = instancesOf(client.snapshot, 'wavelet-api-smp');
  assert.deepEqual(others, []);
  await client.request('metrics/watch', { on: true });
  await until(client, (snapshot) => instancesOf(snapshot, 'wavelet-api-smp')[0]?.port === 8011);
  const workers = pidsIn(await fetchMany(8011, 8));
  assert.ok(!workers.includes(Number(parent?.pid)));
  await until(client, (snapshot) => {
    const below = instancesOf(snapshot, 'wavelet-api-smp')[0]?.children.map(({ pid }) => pid) ?? [];
    return below.length >= 4 && workers.every((pid) => below.includes(pid));
  });
  await stopAll(client, workspace);
});
