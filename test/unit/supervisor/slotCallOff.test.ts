import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transition } from '../../../src/supervisor/slot.ts';
import type { Slot, SlotEvent, SlotSettings, SlotState } from '../../../src/supervisor/slotState.ts';
import { freshSlot } from '../../../src/supervisor/slotState.ts';
import { patient } from './patientSettings.ts';

const settings: SlotSettings = { ...patient, settleMs: 250 };

const reload: SlotEvent = { type: 'reload', reason: 'manual' };
const callOff: SlotEvent = { type: 'callOff', launch: 2 };

/** The state after the events, and what the last of them orders: effects with their launch. */
function play(events: readonly SlotEvent[]): { readonly state: SlotState; readonly orders: string[] } {
  let slot: Slot = freshSlot;
  let orders: string[] = [];
  for (const event of [{ type: 'start' }, { type: 'ready', launch: 1 }, reload, ...events] as const) {
    const next = transition(slot, event, settings);
    slot = next.slot;
    orders = next.effects.flatMap((one) => ('launch' in one ? [`${one.type} ${one.launch}`] : []));
  }
  return { state: slot.state, orders };
}

test('a successor that is called off before it is ready is killed, and is no failure', () => {
  const { state, orders } = play([callOff]);
  assert.deepEqual(orders, ['kill 2']);
  assert.deepEqual(state, { kind: 'draining', cur: 1, old: 2, again: false, isLate: false });
});

test('one that is ready may finish what it has open, and what serves serves on', () => {
  const { state, orders } = play([{ type: 'ready', launch: 2 }, callOff]);
  assert.deepEqual(orders, ['drain 2']);
  assert.deepEqual(state, { kind: 'draining', cur: 1, old: 2, again: false, isLate: false });
  const after = play([
    { type: 'ready', launch: 2 },
    callOff,
    { type: 'timer', timer: 'settle' },
    { type: 'gone', launch: 2 },
  ]);
  assert.deepEqual(after.state, { kind: 'online', cur: 1, dying: [] });
});

test('one that serves already is not called off, nor one that somebody else has asked for', () => {
  const settled = [
    { type: 'ready', launch: 2 },
    { type: 'timer', timer: 'settle' },
  ] as const;
  assert.deepEqual(play([...settled, callOff]), { ...play(settled), orders: [] });
  const { state } = play([...settled, { type: 'gone', launch: 1 }, reload, callOff]);
  assert.deepEqual(state.kind === 'reloading' && [state.cur, state.next], [2, 3]);
});

test('a reload that was asked for meanwhile follows once the successor is gone', () => {
  const { state, orders } = play([reload, callOff, { type: 'gone', launch: 2 }]);
  assert.deepEqual(orders, ['spawn 3']);
  assert.equal(state.kind, 'reloading');
});
