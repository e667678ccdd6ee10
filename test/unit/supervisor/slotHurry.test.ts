import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transition } from '../../../src/supervisor/slot.ts';
import type { Slot, SlotEffect, SlotEvent, SlotSettings } from '../../../src/supervisor/slotState.ts';
import { freshSlot } from '../../../src/supervisor/slotState.ts';
import { patient } from './patientSettings.ts';

const hurried: SlotSettings = { ...patient, graceMs: 250 };

const saved: SlotEvent = { type: 'reload', reason: 'watch' };
const drainIsOver: SlotEvent = { type: 'timer', timer: 'drain' };

/** What follows each event, as `effect launch` or `timer ms`; timers that end are left out. */
function play(
  slot: Slot,
  settings: SlotSettings,
  events: readonly SlotEvent[],
): { slot: Slot; steps: string[][] } {
  const steps: string[][] = [];
  for (const event of events) {
    const result = transition(slot, event, settings);
    slot = result.slot;
    steps.push(result.effects.flatMap(shown));
  }
  return { slot, steps };
}

function shown(effect: SlotEffect): string[] {
  if (effect.type === 'setTimer') return [`${effect.timer} ${effect.ms}`];
  return 'launch' in effect ? [`${effect.type} ${effect.launch}`] : [];
}

/** The second process serves, and the first one still finishes something. */
function draining(settings: SlotSettings): Slot {
  const { slot, steps } = play(freshSlot, settings, [
    { type: 'start' },
    { type: 'ready', launch: 1 },
    saved,
    { type: 'ready', launch: 2 },
  ]);
  assert.deepEqual(steps.at(-1), ['drain 1', `drain ${Math.min(settings.graceMs, settings.drainMs)}`]);
  return slot;
}

const oldGoes: readonly SlotEvent[] = [
  { type: 'exit', launch: 1, exit: { code: 0, signal: null, uptimeMs: 9_000 } },
  { type: 'gone', launch: 1 },
];

test('a save while the old process has its grace ends it when that is over, and then starts the newest code', () => {
  const { steps } = play(draining(hurried), hurried, [saved, drainIsOver, ...oldGoes]);
  assert.deepEqual(steps, [[], ['terminate 1', 'kill 250'], ['kill 1'], ['spawn 3']]);
});

test('a save after the grace ends the old process at once', () => {
  const { steps } = play(draining(hurried), hurried, [drainIsOver, saved, ...oldGoes]);
  assert.deepEqual(steps, [['drain 4750'], ['terminate 1', 'kill 250'], ['kill 1'], ['spawn 3']]);
});

test('further saves in the meantime ask for nothing more', () => {
  const { steps } = play(draining(hurried), hurried, [drainIsOver, saved, saved, saved, ...oldGoes]);
  assert.deepEqual(steps.slice(2), [[], [], ['kill 1'], ['spawn 3']]);
});

test('a save lets a successor that takes requests already finish them, and kills one that does not yet', () => {
  const probing = { ...hurried, settleMs: 250 };
  const begun: readonly SlotEvent[] = [{ type: 'start' }, { type: 'ready', launch: 1 }, saved];
  const { slot: booting } = play(freshSlot, probing, begun);
  const { slot: ready } = play(booting, probing, [{ type: 'ready', launch: 2 }]);
  const goes: readonly SlotEvent[] = [
    { type: 'exit', launch: 2, exit: { code: 0, signal: null, uptimeMs: 100 } },
    { type: 'gone', launch: 2 },
  ];
  assert.deepEqual(play(booting, probing, [saved, ...goes]).steps, [
    ['kill 2', 'kill 1600'],
    ['kill 2'],
    ['spawn 3'],
  ]);
  assert.deepEqual(play(ready, probing, [saved, ...goes]).steps, [
    ['drain 2', 'drain 250'],
    ['kill 2'],
    ['spawn 3'],
  ]);
});

test('a process that does not end when it is told to is killed', () => {
  const { steps } = play(draining(hurried), hurried, [drainIsOver, saved, { type: 'timer', timer: 'kill' }]);
  assert.deepEqual(steps.at(-1), ['kill 1', 'kill 2000']);
});

test('where nobody waits for its place, the old process has all the time to drain', () => {
  const { steps } = play(draining(hurried), hurried, [drainIsOver, drainIsOver, ...oldGoes]);
  assert.deepEqual(steps, [['drain 4750'], ['terminate 1', 'kill 1600'], ['kill 1'], []]);
});

test('outside of DEV_MODE a reload waits for the drain of the one before', () => {
  const { steps } = play(draining(patient), patient, [saved, drainIsOver, ...oldGoes]);
  assert.deepEqual(steps, [[], ['terminate 1', 'kill 1600'], ['kill 1'], ['spawn 3']]);
});
