import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transition } from '../../../src/supervisor/slot.ts';
import { Random } from '../../fuzz/random.ts';
import { slotLife } from '../../fuzz/slot/slotLife.ts';
import type { Machine } from '../../fuzz/slot/slotSimulation.ts';
import { SlotSimulation } from '../../fuzz/slot/slotSimulation.ts';
import { slotTarget } from '../../fuzz/slot/slotTarget.ts';
import { testTarget } from '../../fuzz/testTarget.ts';

testTarget(slotTarget);

/** Machines with one mistake each: the simulation must notice every one of them. */
const mistakes: Record<string, Machine> = {
  'forgets to kill a process that ignores its stop signal': (slot, event, settings) => {
    if (event.type === 'timer' && event.timer === 'kill') return { slot, effects: [] };
    return transition(slot, event, settings);
  },
  'starts again while the old process is still there': (slot, event, settings) => {
    const stopping = slot.state.kind === 'stopping' && slot.state.after.kind === 'start';
    if (event.type === 'start' && stopping) {
      return transition({ ...slot, state: { kind: 'stopped' } }, event, settings);
    }
    return transition(slot, event, settings);
  },
  'comes back after a stop during back-off': (slot, event, settings) => {
    if (event.type === 'stop' && slot.state.kind === 'backoff') return { slot, effects: [] };
    return transition(slot, event, settings);
  },
  'never gives up on a crash loop': (slot, event, settings) =>
    transition({ ...slot, policy: { unstableExits: 0, backoffMs: null } }, event, {
      ...settings,
      restart: { ...settings.restart, maxRestarts: Infinity },
    }),
  'keeps the old process after a reload': (slot, event, settings) => {
    const result = transition(slot, event, settings);
    if (result.slot.state.kind !== 'draining') return result;
    return {
      slot: { ...result.slot, state: { kind: 'online', cur: result.slot.state.cur, dying: [] } },
      effects: [],
    };
  },
  'restarts everything because one that is being replaced fails its check': (slot, event, settings) =>
    transition(slot, event.type === 'unhealthy' ? { type: 'restart', reason: 'watch' } : event, settings),
  'ends what serves before its successor is ready': (slot, event, settings) => {
    const { state } = slot;
    const isEarly = event.type === 'started' && state.kind === 'reloading' && event.launch === state.next;
    return transition(slot, isEarly ? { type: 'ready', launch: event.launch } : event, settings);
  },
};

for (const [name, machine] of Object.entries(mistakes)) {
  test(`the simulation notices a machine that ${name}`, () => {
    for (let seed = 1; seed <= 3_000; seed += 1) {
      if (new SlotSimulation(machine, slotLife(new Random(seed))).run().length > 0) return;
    }
    assert.fail('3,000 lives passed with the mistake in place');
  });
}
