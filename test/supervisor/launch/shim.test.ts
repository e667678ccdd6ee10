import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { nodeBinary, nodeMajors } from '../../nodes.ts';
import type { TestLauncher } from './harness.ts';
import { planFor, testLauncher } from './harness.ts';

let launchers: TestLauncher;
before(async () => void (launchers = await testLauncher()));
after(() => launchers.dispose());

for (const major of nodeMajors) {
  for (const sharing of ['none', 'cluster'] as const) {
    const interpreter = nodeBinary(major);
    const where = `sharing ${sharing} on Node ${major}`;

    test(`an instance has exactly the environment it was given, and its children no channel, ${where}`, async () => {
      const env = { PATH: '/usr/bin:/bin', GIVEN: 'yes', DROVER_INSTANCE: 'test:1:1:env/0' };
      const instance = launchers.start(planFor('environment.cjs', { interpreter, sharing }), { env });
      await instance.event('outputEnd');
      const [own, child] = instance.text('out').trim().split('\n');
      assert.deepEqual(JSON.parse(own ?? ''), { env, hasChannel: true });
      assert.deepEqual(JSON.parse(child ?? ''), { env, hasChannel: false });
    });

    test(`threads and forked children are not taken for the instance, ${where}`, async () => {
      const instance = launchers.start(planFor('threads.cjs', { interpreter, sharing }));
      await instance.event('outputEnd');
      assert.equal((await instance.event('exit')).code, 0);
      assert.equal(instance.text('out'), 'thread\nchild\n');
      assert.equal(instance.text('err'), '');
      assert.deepEqual(
        instance.events.map(({ kind }) => kind),
        ['started', ...(sharing === 'cluster' ? ['online'] : []), 'disconnect', 'exit', 'outputEnd'],
      );
    });

    test(`ready, messages and shutdown pass in both directions, ${where}`, async () => {
      const instance = launchers.start(planFor('messages.cjs', { interpreter, sharing }));
      await instance.event('ready');
      assert.ok(instance.launched.send({ hello: 1 }));
      assert.deepEqual(await instance.event('message'), { kind: 'message', message: { echo: { hello: 1 } } });
      assert.ok(instance.launched.send('shutdown'));
      assert.equal((await instance.event('exit')).code, 5);
    });
  }
}
