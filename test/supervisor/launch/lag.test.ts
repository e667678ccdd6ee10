import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import { nodeBinary } from '../../nodes.ts';
import type { TestInstance, TestLauncher } from './harness.ts';
import { planFor, testLauncher } from './harness.ts';

let launchers: TestLauncher;
before(async () => void (launchers = await testLauncher()));
after(() => launchers.dispose());

function lags(instance: TestInstance): number[] {
  return instance.events.flatMap((event) => (event.kind === 'lag' ? [event.ms] : []));
}

describe('the lag of event loops', { concurrency: 4 }, () => {
  for (const major of [18, 22, 26] as const) {
    for (const sharing of ['none', 'cluster'] as const) {
      const where = `sharing ${sharing} on Node ${major}`;
      const start = async (): Promise<TestInstance> => {
        const plan = planFor('occupied.cjs', { interpreter: nodeBinary(major), sharing });
        const instance = launchers.start(plan);
        await instance.output(/up\n/);
        return instance;
      };

      it(`a busy event loop is told while somebody asks, and no longer, ${where}`, async () => {
        const instance = await start();
        assert.ok(instance.launched.measureLag(true));
        await instance.eventThat((event) => event.kind === 'lag');
        assert.ok(instance.launched.send({ busyMs: 400 }));
        await instance.eventThat((event) => event.kind === 'lag' && event.ms >= 300);
        assert.ok(instance.launched.measureLag(false));
        assert.ok(instance.launched.send('rest'));
        await instance.output(/got "rest"/);
        const told = lags(instance).length;
        assert.equal((await instance.event('exit')).code, 0);
        await instance.event('outputEnd');
        assert.equal(lags(instance).length, told);
        assert.equal(instance.text('out'), 'up\ngot {"busyMs":400}\ngot "rest"\nrested\n');
      });

      it(`being measured keeps no program alive, ${where}`, async () => {
        const instance = await start();
        instance.launched.measureLag(true);
        instance.launched.send('rest');
        assert.equal((await instance.event('exit')).code, 0);
        assert.ok(lags(instance).length > 0);
      });
    }
  }
});

test('what is no Node program cannot be asked', async () => {
  const plan = planFor('/bin/sh', {
    interpreter: null,
    debugger: null,
    args: ['-c', 'echo up; exec sleep 100'],
  });
  const instance = launchers.start(plan);
  await instance.output(/up\n/);
  assert.equal(instance.launched.measureLag(true), false);
});
