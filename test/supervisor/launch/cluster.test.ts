import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { normaliseEcosystem } from '../../../src/ecosystem/normalise.ts';
import { planApp } from '../../../src/ecosystem/planApp.ts';
import { nodeBinary, nodeMajors } from '../../nodes.ts';
import type { TestInstance, TestLauncher } from './harness.ts';
import { freePort } from '../freePort.ts';
import { fixtures, planFor, request, testLauncher } from './harness.ts';

let launchers: TestLauncher;
before(async () => void (launchers = await testLauncher()));
after(() => launchers.dispose());

interface Answer {
  readonly pid: number;
  readonly main: boolean;
  readonly args: readonly string[];
}

async function ask(port: number): Promise<Answer> {
  return JSON.parse(await request(port)) as Answer;
}

async function startFour(
  script: string,
  major: (typeof nodeMajors)[number],
  port: number,
): Promise<TestInstance[]> {
  const name = `${script}-${major}`;
  const plan = planFor(script, {
    interpreter: nodeBinary(major),
    sharing: 'cluster',
    instances: 4,
    spec: { name },
  });
  const four = [0, 1, 2, 3].map((index) =>
    launchers.start(plan, { index, env: { TEST_PORT: String(port) } }),
  );
  for (const instance of four) assert.equal((await instance.event('listening')).port, port);
  return four;
}

for (const major of nodeMajors) {
  for (const script of ['listen.cjs', 'listen.mjs']) {
    test(`four instances of ${script} share a port evenly as real main modules on Node ${major}`, async () => {
      const port = await freePort();
      const four = await startFour(script, major, port);
      const answers: Answer[] = [];
      for (let request = 0; request < 40; request += 1) answers.push(await ask(port));
      for (const instance of four) {
        const pid = await instance.pid();
        assert.equal(answers.filter((answer) => answer.pid === pid).length, 10);
      }
      assert.ok(answers.every(({ main }) => main));
      await launchers.launcher.release(`${script}-${major}`);
      for (const instance of four) await instance.event('outputEnd');
      await assert.rejects(ask(port), { code: 'ECONNREFUSED' });
    });
  }
}

test('instances that take connections themselves share the port without the host', async () => {
  const port = await freePort();
  const plan = planFor('listen.cjs', {
    sharing: 'cluster',
    spec: { name: 'unscheduled', schedulingPolicy: 'none' },
  });
  const two = [0, 1].map((index) => launchers.start(plan, { index, env: { TEST_PORT: String(port) } }));
  const silent = new Set<number>();
  for (const instance of two) {
    await instance.event('listening');
    silent.add(await instance.pid());
  }
  while (silent.size > 0) {
    for (const { pid } of await Promise.all(Array.from({ length: 8 }, () => ask(port)))) silent.delete(pid);
  }
});

test('PMDaemon\'s script "node" with the file among the arguments clusters like the file itself', async () => {
  const port = await freePort();
  const app = {
    name: 'daemon',
    script: 'node',
    args: [join(fixtures, 'listen.cjs'), '--flag'],
    instances: 4,
  };
  const { apps, problems } = normaliseEcosystem(
    { apps: [app] },
    { path: join(fixtures, 'e.json'), dialect: 'pmdaemon' },
  );
  assert.deepEqual(problems, []);
  const [spec] = apps;
  assert.ok(spec);
  const plan = planApp(spec, {
    shellEnv: { PATH: dirname(nodeBinary(20)) },
    cpus: 2,
    profile: null,
    dev: false,
  });
  assert.equal(plan.sharing, 'cluster');
  const env = { ...plan.env, TEST_PORT: String(port) };
  const four = [0, 1, 2, 3].map((index) => launchers.start(plan, { index, env }));
  for (const instance of four) await instance.event('listening');
  const answers = await Promise.all([0, 1, 2, 3].map(() => ask(port)));
  assert.equal(new Set(answers.map(({ pid }) => pid)).size, 4);
  assert.ok(answers.every(({ main, args }) => main && args.join() === '--flag'));
});
