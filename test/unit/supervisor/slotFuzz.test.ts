import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transition } from '../../../src/supervisor/slot.ts';
import type { Machine } from './slotSimulation.ts';
import { simulate } from './slotSimulation.ts';

const runs = 20_000;
const firstSeed = Number(process.env['DROVER_FUZZ_SEED'] ?? 1);

test(`${runs} random lives of a slot keep every invariant`, () => {
  let commands = 0;
  for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
    const life = simulate(transition, seed);
    commands += life.commands;
    assert.deepEqual(life.violations, [], `seed ${seed}`);
  }
  assert.ok(commands > runs * 5, `only ${commands} commands were given`);
});

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
};

for (const [name, machine] of Object.entries(mistakes)) {
  test(`the simulation notices a machine that ${name}`, () => {
    for (let seed = 1; seed <= 2_000; seed += 1) {
      if (simulate(machine, seed).violations.length > 0) return;
    }
    assert.fail('2,000 lives passed with the mistake in place');
  });
}
