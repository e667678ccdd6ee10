import assert from 'node:assert/strict';
import { transition } from '../../../src/supervisor/slot.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import type { SlotLife } from './slotLife.ts';
import { slotLife } from './slotLife.ts';
import { SlotSimulation } from './slotSimulation.ts';

export const slotTarget: FuzzTarget<SlotLife> = {
  name: 'slot',
  property:
    'an instance never has two processes outside of a reload, is never started when it is not wanted, serves on through everything but a stop, a restart and its own death, and always comes to rest',
  quick: 5_000,
  make: slotLife,
  check: (life) => assert.deepEqual(new SlotSimulation(transition, life).run(), []),
};
