import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { nodeBinary, nodeMajors } from '../../nodes.ts';
import type { TestLauncher } from './harness.ts';
import { freePort, planFor, testLauncher } from './harness.ts';

let launchers: TestLauncher;
before(async () => void (launchers = await testLauncher()));
after(() => launchers.dispose());

for (const major of nodeMajors) {
  for (const sharing of ['none', 'cluster'] as const) {
    test(`SIGUSR1 opens the inspector on the port given, sharing ${sharing} on Node ${major}`, async () => {
      const plan = planFor('slow.cjs', {
        sharing,
        interpreter: nodeBinary(major),
        spec: { name: `debug-${major}` },
      });
      const env = { TEST_PORT: String(await freePort()) };
      const [first, second] = [await freePort(), await freePort()];
      for (const inspectPort of [first, second]) {
        const instance = launchers.start(plan, { inspectPort, env });
        await instance.event('listening');
        await assert.rejects(fetch(`http://127.0.0.1:${inspectPort}/json`));
        process.kill(await instance.pid(), 'SIGUSR1');
        await instance.output(/Debugger listening/);
        const answer = await fetch(`http://127.0.0.1:${inspectPort}/json/version`);
        assert.equal(answer.status, 200);
        if (sharing === 'none') instance.kill();
      }
    });
  }
}
