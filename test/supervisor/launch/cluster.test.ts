import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { nodeBinary, nodeMajors } from '../../nodes.ts';
import type { TestInstance, TestLauncher } from './harness.ts';
import { freePort, planFor, request, testLauncher } from './harness.ts';

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
