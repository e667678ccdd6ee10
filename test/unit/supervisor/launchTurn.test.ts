import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { test } from 'node:test';
import { LaunchPlaces } from '../../../src/supervisor/launchPlaces.ts';
import { LaunchTurn } from '../../../src/supervisor/launchTurn.ts';
import type { SlotState } from '../../../src/supervisor/slotState.ts';

const launching: SlotState = { kind: 'launching', cur: 1, dying: [] };
const online: SlotState = { kind: 'online', cur: 1, dying: [] };
const waiting: SlotState = { kind: 'waiting' };

function stopping(after: 'start' | 'stopped'): SlotState {
  return { kind: 'stopping', leaving: [1], after: { kind: after }, drains: false };
}

/** Whether a place is free. */
function isFree(places: LaunchPlaces): boolean {
  const place = places.take();
  const { hasBegun } = place;
  place.leave();
  return hasBegun;
}

for (const [what, end] of [
  ['is online', online],
  ['has crashed', { kind: 'stopping', leaving: [1], after: { kind: 'retry', delayMs: 0 }, drains: false }],
  ['is being stopped', stopping('stopped')],
  ['has failed to start', { kind: 'errored' }],
] as const) {
  test(`an instance that ${what} gives its place back`, () => {
    const places = new LaunchPlaces(1);
    const turn = new LaunchTurn(places);
    void turn.take();
    turn.update(launching);
    assert.equal(isFree(places), false);
    turn.update(end);
    assert.equal(isFree(places), true);
  });
}

test('an instance that is stopped to be started keeps its place for that', () => {
  const places = new LaunchPlaces(1);
  const turn = new LaunchTurn(places);
  const first = turn.take();
  turn.update(stopping('start'));
  assert.equal(isFree(places), false);
  assert.equal(turn.take(), first);
});

test('one that waits for an app has no place, and takes it where it was asked to come up', () => {
  const [usual, asked] = [new LaunchPlaces(1), new LaunchPlaces(1)];
  const turn = new LaunchTurn(usual);
  turn.choose(asked);
  turn.update(waiting);
  assert.equal(isFree(asked), true);
  void turn.take();
  turn.update(launching);
  assert.deepEqual([isFree(usual), isFree(asked)], [true, false]);
  turn.update(online);
  // What comes back by itself was not asked for.
  void turn.take();
  assert.deepEqual([isFree(usual), isFree(asked)], [false, true]);
});

test('a restart comes in its turn, and its place goes to the launch', async () => {
  const places = new LaunchPlaces(1);
  const other = places.take();
  const turn = new LaunchTurn(places);
  let restarts = 0;
  turn.update(online);
  turn.takeForRestart(() => (restarts += 1));
  turn.takeForRestart(() => (restarts += 1));
  turn.update(online);
  await setImmediate();
  assert.deepEqual([restarts, turn.isWaiting, turn.awaitsRestart], [0, true, true]);
  other.leave();
  await setImmediate();
  assert.deepEqual([restarts, turn.isWaiting, turn.awaitsRestart], [1, false, false]);
  turn.update(stopping('start'));
  void turn.take();
  turn.update(launching);
  assert.equal(isFree(places), false);
  turn.update(online);
  assert.equal(isFree(places), true);
});

test('a restart that is called off does not come, not even when its turn has just begun', async () => {
  const places = new LaunchPlaces(1);
  const turn = new LaunchTurn(places);
  let restarts = 0;
  turn.takeForRestart(() => (restarts += 1));
  turn.cancelRestart();
  await setImmediate();
  assert.deepEqual([restarts, isFree(places)], [0, true]);
});

test('what never says that it is ready is not waited for, unless places are kept to the end', () => {
  const [patient, strict] = [new LaunchPlaces(1, { patienceMs: 1_000 }), new LaunchPlaces(1)];
  for (const [places, expected] of [
    [patient, true],
    [strict, false],
  ] as const) {
    const turn = new LaunchTurn(places);
    void turn.take();
    turn.started(true);
    assert.equal(isFree(places), false);
    turn.started(false);
    assert.equal(isFree(places), expected);
  }
});

test('one that a debugger holds gives its place back, but goes on waiting for its turn', () => {
  const places = new LaunchPlaces(1);
  const [first, second] = [new LaunchTurn(places), new LaunchTurn(places)];
  void first.take();
  void second.take();
  second.letOthersGo();
  assert.equal(second.isWaiting, true);
  first.letOthersGo();
  assert.equal(second.isWaiting, false);
  assert.equal(isFree(places), false);
  second.letOthersGo();
  assert.equal(isFree(places), true);
});
