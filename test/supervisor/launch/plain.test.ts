import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { nodeBinary, nodeMajors } from '../../nodes.ts';
import type { TestLauncher } from './harness.ts';
import { freePort } from '../freePort.ts';
import { planFor, testLauncher } from './harness.ts';

let launchers: TestLauncher;
before(async () => void (launchers = await testLauncher()));
after(() => launchers.dispose());

for (const major of nodeMajors) {
  test(`a plain instance on Node ${major} reports where it listens`, async () => {
    const port = await freePort();
    const instance = launchers.start(
      planFor('listen.cjs', { interpreter: nodeBinary(major), args: ['-x', 'a b'] }),
      {
        env: { TEST_PORT: String(port) },
      },
    );
    assert.equal((await instance.event('listening')).port, port);
    const answer: unknown = await (await fetch(`http://127.0.0.1:${port}`)).json();
    assert.deepEqual(answer, { pid: await instance.pid(), main: true, args: ['-x', 'a b'] });
    instance.kill('SIGINT');
    assert.equal((await instance.event('exit')).signal, 'SIGINT');
    await instance.event('outputEnd');
  });

  for (const sharing of ['none', 'cluster'] as const) {
    test(`every byte printed before process.exit() arrives, sharing ${sharing} on Node ${major}`, async () => {
      const instance = launchers.start(planFor('flood.cjs', { interpreter: nodeBinary(major), sharing }));
      await instance.event('outputEnd');
      assert.deepEqual(instance.events.at(-2), { kind: 'exit', code: 3, signal: null });
      const lines = Array.from({ length: 100_000 }, (_, line) => line);
      const expected = lines.map((line) => `${line} ${'é'.repeat(30)}\n`).join('');
      assert.ok(
        instance.text('out') === expected,
        `${instance.text('out').length} of ${expected.length} characters`,
      );
      assert.equal(
        instance.text('err'),
        lines
          .filter((line) => line % 10 === 0)
          .map((line) => `${line}\n`)
          .join(''),
      );
    });
  }
}
