import assert from 'node:assert/strict';
import type { FuzzTarget } from '../fuzzTarget.ts';
import type { RolloutCase } from './rolloutCase.ts';
import { rolloutCase } from './rolloutCase.ts';
import { RolloutWorld } from './rolloutWorld.ts';

export const rolloutTarget: FuzzTarget<RolloutCase> = {
  name: 'rollout',
  property:
    'whatever is started, stopped, reloaded, scaled, applied and killed at once over several apps: every request is answered, as many instances serve during a reload as before it, no more successors are there than may be, it fails for a reason only, and at the end nothing is left over, no process and no timer',
  quick: 150,
  make: rolloutCase,
  check: async (one) => assert.deepEqual(await new RolloutWorld(one).run(), []),
};
