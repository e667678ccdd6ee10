import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Instance } from '../../../src/supervisor/instance.ts';
import { Random } from '../../fuzz/random.ts';
import { rolloutCase } from '../../fuzz/rollout/rolloutCase.ts';
import { rolloutTarget } from '../../fuzz/rollout/rolloutTarget.ts';
import { RolloutWorld } from '../../fuzz/rollout/rolloutWorld.ts';
import { testTarget } from '../../fuzz/testTarget.ts';

testTarget(rolloutTarget);

test('the simulation notices reloads that restart', async (t) => {
  const { send } = Instance.prototype;
  t.mock.method(
    Instance.prototype,
    'send',
    function (this: Instance, ...[event, facts]: Parameters<Instance['send']>) {
      send.call(this, event.type === 'reload' ? { type: 'restart', reason: 'manual' } : event, facts);
    },
  );
  for (let seed = 1; seed <= 100; seed += 1) {
    const violations = await new RolloutWorld(rolloutCase(new Random(seed))).run();
    if (violations.some((one) => one.includes('serve in a reload'))) return;
  }
  assert.fail('100 cases passed with the mistake in place');
});
