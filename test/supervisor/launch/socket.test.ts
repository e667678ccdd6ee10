import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import type { AppPlan } from '../../../src/ecosystem/appSpec.ts';
import type { TestInstance, TestLauncher } from './harness.ts';
import { freePort } from '../freePort.ts';
import { fixtures, planFor, request, testLauncher } from './harness.ts';

let launchers: TestLauncher;
before(async () => void (launchers = await testLauncher()));
after(() => launchers.dispose());

async function socketPlan(name: string, parts: Partial<AppPlan>): Promise<AppPlan> {
  const socket = { host: '127.0.0.1', port: await freePort() };
  return planFor('unused', {
    interpreter: null,
    sharing: 'socket',
    instances: 4,
    socket,
    ...parts,
    spec: { name },
  });
}

async function startFour(plan: AppPlan, sign: RegExp): Promise<TestInstance[]> {
  const env = { PYTHONDONTWRITEBYTECODE: '1' };
  const four = [0, 1, 2, 3].map((index) => launchers.start(plan, { index, env }));
  for (const instance of four) await instance.output(sign);
  return four;
}

/** Asks until every instance has answered; a shared socket spreads connections by chance. */
async function assertAllServe(four: readonly TestInstance[], port: number): Promise<void> {
  const silent = new Set(await Promise.all(four.map((instance) => instance.pid())));
  while (silent.size > 0) {
    const answers = await Promise.all(Array.from({ length: 16 }, () => request(port)));
    for (const pid of answers) silent.delete(Number(pid));
  }
}

test('four uvicorn instances serve one socket', async () => {
  const plan = await socketPlan('uvicorn', { script: 'uvicorn', args: ['asgi:app', '--app-dir', fixtures] });
  const port = plan.socket?.port ?? 0;
  const four = await startFour(plan, /Application startup complete/);
  await assertAllServe(four, port);
  for (const instance of four) instance.kill('SIGTERM');
  for (const instance of four) await instance.event('outputEnd');
  await launchers.launcher.release('uvicorn');
  await assert.rejects(request(port), { code: 'ECONNREFUSED' });
});

test('a program that checks LISTEN_PID accepts the socket', async () => {
  const plan = await socketPlan('activated', { script: `${fixtures}/activated.py`, interpreter: 'python3' });
  const four = await startFour(plan, /ready/);
  await assertAllServe(four, plan.socket?.port ?? 0);
});

test('the port is reserved, and connections wait, while the only instance is replaced', async () => {
  const plan = await socketPlan('replaced', { script: `${fixtures}/activated.py`, interpreter: 'python3' });
  const port = plan.socket?.port ?? 0;
  const first = launchers.start(plan);
  await first.output(/ready/);
  first.kill();
  await first.event('exit');
  const waiting = request(port);
  const second = launchers.start(plan);
  assert.equal(await waiting, String(await second.pid()));
});

test('a taken port is a failed start that names who holds it', async () => {
  const plan = await socketPlan('taken', { script: `${fixtures}/activated.py`, interpreter: 'python3' });
  const port = plan.socket?.port ?? 0;
  const holder = createServer().listen(port, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const { problem } = await launchers.start(plan).event('failed');
  assert.equal(problem.code, 'port-taken');
  assert.equal(problem.data['port'], String(port));
  assert.match(problem.data['owner'] ?? '', new RegExp(`process ${process.pid} `));
  await new Promise((resolve) => holder.close(resolve));
  await launchers.start(plan).output(/ready/);
});

test('{FD} in the arguments is the descriptor of the socket', async () => {
  const plan = await socketPlan('fd', { script: 'echo', args: ['fd={FD}', 'index={INDEX}'] });
  const instance = launchers.start(plan, { index: 2 });
  await instance.event('outputEnd');
  assert.equal(instance.text('out'), 'fd=3 index=2\n');
});
