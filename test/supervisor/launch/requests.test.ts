import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import { nodeBinary } from '../../nodes.ts';
import { fetchMany } from '../testWorkspace.ts';
import type { TestInstance, TestLauncher } from './harness.ts';
import { planFor, testLauncher } from './harness.ts';

let launchers: TestLauncher;
before(async () => void (launchers = await testLauncher()));
after(() => launchers.dispose());

async function counted(instance: TestInstance, on: boolean): Promise<number> {
  const answers = (): number[] =>
    instance.events.flatMap((event) => (event.kind === 'requests' ? [event.count] : []));
  const told = answers().length;
  assert.ok(instance.launched.countRequests(on));
  await instance.eventThat(() => answers().length > told);
  return answers().at(-1) ?? NaN;
}

describe('requests that come to an instance', { concurrency: 4 }, () => {
  for (const major of [18, 22, 26] as const) {
    for (const sharing of ['none', 'cluster'] as const) {
      it(`are counted while somebody asks, and cost nothing else, sharing ${sharing} on Node ${major}`, async () => {
        const plan = planFor('counted.cjs', { interpreter: nodeBinary(major), sharing });
        const instance = launchers.start(plan);
        const listening = await instance.event('listening');
        await fetchMany(listening.port, 2);
        assert.ok(instance.launched.send('who'));
        await instance.output(/subscribers: false\n/);
        assert.equal(await counted(instance, true), 0);
        await fetchMany(listening.port, 5);
        assert.equal(await counted(instance, true), 5);
        await fetchMany(listening.port, 2);
        assert.equal(await counted(instance, false), 7);
        assert.ok(instance.launched.send('who'));
        await instance.output(/subscribers: false\n[^]*subscribers: false\n/);
        await fetchMany(listening.port, 1);
        assert.equal(await counted(instance, true), 0);
      });
    }
  }
});

test('of what is no Node program nobody counts', async () => {
  const plan = planFor('/bin/sh', {
    interpreter: null,
    debugger: null,
    args: ['-c', 'echo up; exec sleep 100'],
  });
  const instance = launchers.start(plan);
  await instance.output(/up\n/);
  assert.equal(instance.launched.countRequests(true), false);
});
