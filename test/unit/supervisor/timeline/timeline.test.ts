import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LaunchEvent } from '../../../../src/supervisor/launch/launcher.ts';
import { transition } from '../../../../src/supervisor/slot.ts';
import type { Slot, SlotEvent, SlotSettings } from '../../../../src/supervisor/slotState.ts';
import { freshSlot } from '../../../../src/supervisor/slotState.ts';
import { Timeline, keptEvents, keptMessages } from '../../../../src/supervisor/timeline/timeline.ts';

const settings: SlotSettings = {
  restart: {
    autorestart: true,
    stopExitCodes: [],
    minUptimeMs: 1_000,
    maxRestarts: 2,
    restartDelayMs: 100,
    expBackoffMs: null,
    oneShot: false,
  },
  dependenciesMet: true,
  canReload: true,
  readyMs: 3_000,
  readyTimeoutFails: true,
  replaceTimeoutFails: true,
  settleMs: 250,
  killMs: 1_600,
  drainMs: 5_000,
  graceMs: 5_000,
};

/** The real state machine, whose moves and processes go to a timeline. */
class Life {
  readonly timeline = new Timeline();
  slot: Slot = freshSlot;
  changedFile: string | null = null;

  send(event: SlotEvent, facts: Readonly<Record<string, string>> = {}): void {
    const { slot, effects } = transition(this.slot, event, settings);
    const { changedFile } = this;
    this.timeline.moved({ before: this.slot, event, after: slot, effects, changedFile }, facts);
    this.slot = slot;
  }

  comesUp(launch: number): void {
    this.timeline.happened(launch, { kind: 'started', pid: 1000 + launch });
    this.send({ type: 'started', launch });
    this.send({ type: 'ready', launch });
  }

  exits(launch: number, code: number | null, uptimeMs = 5_000): void {
    this.timeline.happened(launch, { kind: 'exit', code, signal: null });
    this.send({ type: 'exit', launch, exit: { code, signal: null, uptimeMs } });
    this.send({ type: 'gone', launch });
  }

  /** `event launch pid facts` of everything so far. */
  get told(): string[] {
    return this.timeline.events.map(({ event, launch, pid, data }) =>
      [event, launch ?? '-', pid ?? '-', ...Object.values(data)].join(' '),
    );
  }
}

test('a start, a crash, a restart by hand and a stop are told in order, once each', () => {
  const life = new Life();
  life.send({ type: 'start' });
  life.send({ type: 'start' });
  life.comesUp(1);
  life.exits(1, 7);
  life.send({ type: 'timer', timer: 'retry' });
  life.comesUp(2);
  life.send({ type: 'restart', reason: 'manual' });
  life.exits(2, 0);
  life.comesUp(3);
  life.send({ type: 'stop' });
  life.send({ type: 'timer', timer: 'kill' });
  assert.deepEqual(life.told, [
    'start - -',
    'fork 1 1001',
    'ready 1 1001',
    'exit 1 1001 7',
    'restart - - crash 100',
    'fork 2 1002',
    'ready 2 1002',
    'restart - - manual',
    'exit 2 1002 0',
    'fork 3 1003',
    'ready 3 1003',
    'stop - -',
    'kill 3 1003',
  ]);
});

test('a reload tells both processes apart, and names the file that caused it', () => {
  const life = new Life();
  life.send({ type: 'start' });
  life.comesUp(1);
  life.changedFile = 'server.js';
  life.send({ type: 'reload', reason: 'watch' });
  life.comesUp(2);
  life.send({ type: 'timer', timer: 'settle' });
  life.exits(1, 0);
  life.send({ type: 'reload', reason: 'manual' });
  life.timeline.happened(3, { kind: 'started', pid: 1003 });
  life.send({ type: 'started', launch: 3 });
  life.exits(3, 1);
  assert.deepEqual(life.told.slice(3), [
    'reload - - watch server.js',
    'fork 2 1002',
    'ready 2 1002',
    'drain 1 1001',
    'exit 1 1001 0',
    'reload - - manual',
    'fork 3 1003',
    'exit 3 1003 1',
    'reload-failed 3 1003',
  ]);
});

test('what is not ready in time, and is given up, says so', () => {
  const life = new Life();
  life.send({ type: 'start' });
  for (const launch of [1, 2]) {
    life.timeline.happened(launch, { kind: 'started', pid: 1000 + launch });
    life.send({ type: 'started', launch });
    life.send({ type: 'timer', timer: 'ready' });
    life.exits(launch, 0);
    life.send({ type: 'timer', timer: 'retry' });
  }
  assert.deepEqual(life.told, [
    'start - -',
    'fork 1 1001',
    'not-ready 1 1001',
    'restart - - not-ready 100',
    'exit 1 1001 0',
    'fork 2 1002',
    'not-ready 2 1002',
    'errored - -',
    'exit 2 1002 0',
  ]);
});

test('a restart has the facts it was asked for with', () => {
  const life = new Life();
  life.send({ type: 'start' });
  life.comesUp(1);
  life.send({ type: 'unhealthy', launch: 1 }, { failure: 'status 500' });
  assert.deepEqual(life.told.at(-1), 'restart - - liveness status 500');
});

test('the oldest events go, and of messages sooner than of anything else', () => {
  const timeline = new Timeline();
  const message: LaunchEvent = { kind: 'message', message: 'x' };
  timeline.happened(1, { kind: 'started', pid: 5 });
  for (let index = 0; index < 1_000; index += 1) timeline.happened(1, message);
  assert.equal(timeline.events.length, keptMessages + 1);
  assert.deepEqual([timeline.events[0]?.event, timeline.events.at(-1)?.pid], ['fork', 5]);
  for (let launch = 2; launch < 500; launch += 1) timeline.happened(launch, { kind: 'started', pid: launch });
  assert.equal(timeline.events.length, keptEvents);
  assert.deepEqual([timeline.events[0]?.launch, timeline.events.at(-1)?.launch], [500 - keptEvents, 499]);
  timeline.happened(500, message);
  assert.equal(timeline.events.length, keptEvents);
  assert.equal(timeline.events.at(-1)?.event, 'message');
});
