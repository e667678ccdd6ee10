import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createPlatform } from '../../../src/supervisor/platform/createPlatform.ts';
import type { TestInstance, TestLauncher } from './harness.ts';
import { freePort } from '../freePort.ts';
import { planFor, request, testLauncher } from './harness.ts';

const platform = createPlatform();
let launchers: TestLauncher;
before(async () => void (launchers = await testLauncher()));
after(() => launchers.dispose());

async function startThree(name: string, port: number): Promise<TestInstance[]> {
  const plan = planFor('slow.cjs', { sharing: 'cluster', spec: { name } });
  const env = { TEST_PORT: String(port) };
  const three = [0, 1, 2].map((index) => launchers.start(plan, { index, env }));
  for (const instance of three) await instance.event('listening');
  return three;
}

async function hostOf(instance: TestInstance): Promise<number> {
  const pid = await instance.pid();
  const row = (await platform.listProcesses()).find((one) => one.pid === pid);
  assert.ok(row);
  return row.ppid;
}

test('killing one instance of a cluster leaves the others serving', async () => {
  const port = await freePort();
  const three = await startThree('one-killed', port);
  three[1]?.kill('SIGKILL');
  assert.equal((await three[1]?.event('exit'))?.signal, 'SIGKILL');
  await three[1]?.event('outputEnd');
  const answers = new Set<string>();
  for (let asked = 0; asked < 4; asked += 1) answers.add(await request(port));
  assert.deepEqual(answers, new Set([String(await three[0]?.pid()), String(await three[2]?.pid())]));
});

test('a cluster host says what it is in the list of processes', async () => {
  const [first] = await startThree('titled', await freePort());
  assert.ok(first);
  const title = readFileSync(`/proc/${await hostOf(first)}/cmdline`, 'utf8');
  assert.match(title, /^drover cluster host: titled/);
});

test('when a cluster host is killed its instances exit, even one that is stuck, and the next start gets a new host', async () => {
  const port = await freePort();
  const three = await startThree('host-killed', port);
  const [first] = three;
  assert.ok(first);
  const plan = planFor('busy.cjs', { sharing: 'cluster', spec: { name: 'host-killed' } });
  const stuck = launchers.start(plan, { index: 3, env: { TEST_PORT: String(await freePort()) } });
  await stuck.output(/stuck/);
  process.kill(await hostOf(first), 'SIGKILL');
  for (const instance of [...three, stuck]) await instance.event('outputEnd');
  const [again] = await startThree('host-killed', port);
  assert.ok(again);
  assert.match(await request(port), /^\d+$/);
});

test('releasing an app ends a stuck instance and frees the port', async () => {
  const port = await freePort();
  const plan = planFor('busy.cjs', { sharing: 'cluster', spec: { name: 'stuck' } });
  const stuck = launchers.start(plan, { env: { TEST_PORT: String(port) } });
  await stuck.output(/stuck/);
  await launchers.launcher.release('stuck');
  await stuck.event('outputEnd');
  await assert.rejects(request(port), { code: 'ECONNREFUSED' });
});

test('a cluster host and its instances end when the supervisor is killed', async () => {
  const port = await freePort();
  const script = fileURLToPath(new URL('./supervisorToKill.ts', import.meta.url));
  const supervisor = spawn(process.execPath, [script, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(supervisor.stdout.setEncoding('utf8'), 'data')) as [string];
  const { pids, folder } = JSON.parse(line) as { pids: number[]; folder: string };
  const hosts = (await platform.listProcesses())
    .filter(({ pid }) => pids.includes(pid))
    .map(({ ppid }) => ppid);
  assert.equal(hosts.length, 3);
  supervisor.kill('SIGKILL');
  const mustGo = new Set([...pids, ...hosts]);
  const alive = async (): Promise<boolean> =>
    (await platform.listProcesses()).some(({ pid, zombie }) => mustGo.has(pid) && !zombie);
  while (await alive());
  await rm(folder, { recursive: true });
  await assert.rejects(request(port), { code: 'ECONNREFUSED' });
});
