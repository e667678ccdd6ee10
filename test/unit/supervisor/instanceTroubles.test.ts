import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { LogLine } from '../../../src/protocol/model.ts';
import { describeProblem } from '../../../src/protocol/problems.ts';
import { InstanceTroubles } from '../../../src/supervisor/instanceTroubles.ts';
import type { SlotState } from '../../../src/supervisor/slotState.ts';
import { freshSlot } from '../../../src/supervisor/slotState.ts';
import { ManualTimer } from './manualTimer.ts';

const spec = { name: 'web', maxRestarts: 16, minUptimeMs: 1_000, autorestart: true };
const reloading: SlotState = { kind: 'reloading', cur: 1, next: 2, isReady: false, again: false };

/** The log has lines of launch 1, which serves, and of launch 2. */
function troubles(words: Readonly<Record<number, string>> = {}) {
  const timer = new ManualTimer();
  const it = new InstanceTroubles({
    spec: () => spec,
    log: {
      tail: (_count, launch = 0): LogLine[] => [{ at: 0, stream: 'err', text: words[launch] ?? '' }],
      isSpeaking: () => false,
    },
    platform: {
      portOwner: (port) => Promise.resolve(port === 8_000 ? { pid: 7, command: 'nginx' } : null),
    },
    changed: () => undefined,
    startTimer: timer.start,
  });
  const exits = (launch: number, state: SlotState, code = 1): void =>
    it.exited({
      exit: { code, signal: null, uptimeMs: 30 },
      slot: { ...freshSlot, state },
      launch,
      number: launch,
    });
  const shown = (): string => (it.shown === null ? '' : describeProblem(it.shown));
  return { it, timer, exits, shown };
}

test('a crash is over when the next process has been online for a while, and not before', () => {
  const { it, timer, exits } = troubles();
  exits(1, { kind: 'online', cur: 1, dying: [] });
  it.update({ kind: 'launching', cur: 2, dying: [] });
  it.update({ kind: 'online', cur: 2, dying: [1] });
  it.update({ kind: 'online', cur: 2, dying: [] });
  assert.equal(timer.running, 1);
  assert.equal(it.shown?.code, 'crashed');
  timer.fire();
  assert.equal(it.shown, null);
});

test('the last crash and its words are kept over later starts, and an exit in order is none', () => {
  const { it, exits } = troubles({ 1: 'boom', 2: 'bye', 3: 'stopped' });
  assert.equal(it.lastCrash?.code, undefined);
  exits(1, { kind: 'online', cur: 1, dying: [] }, 7);
  it.forget();
  exits(2, { kind: 'online', cur: 2, dying: [] }, 0);
  exits(3, { kind: 'stopping', leaving: [3], after: { kind: 'stopped' }, drains: false }, 1);
  const crash = it.lastCrash;
  assert.deepEqual([crash?.code, crash?.problem.code], [7, 'crashed']);
  assert.deepEqual(
    crash?.lines.map(({ text }) => text),
    ['boom'],
  );
});

test('a process that does not stay online ends nothing', () => {
  const { it, timer } = troubles();
  it.update({ kind: 'online', cur: 1, dying: [] });
  it.update({ kind: 'backoff' });
  assert.equal(timer.running, 0);
});

test('what failed in a reload is shown until a successor serves, and is the words of the successor', () => {
  const { it, timer, exits, shown } = troubles({ 1: 'EADDRINUSE :::9000', 2: 'boom' });
  it.reloads(null);
  exits(2, reloading);
  it.successorFailed();
  assert.equal(
    shown(),
    'The reload failed, and what ran before serves on. It exited with code 1 30 ms after its start.',
  );
  assert.equal(it.shown?.severity, 'warning');
  assert.deepEqual(
    it.lastWords.map(({ text }) => text),
    ['boom'],
  );
  it.update({ kind: 'online', cur: 1, dying: [] });
  timer.fire();
  assert.equal(it.shown?.code, 'reload-failed');
  it.replaced();
  assert.equal(it.shown, null);
});

test('a successor that ends without an error has failed as well', () => {
  const { exits, shown } = troubles();
  exits(2, reloading, 0);
  assert.match(shown(), /It exited with code 0/);
});

test('a change that was not taken over is named, also with who has the port', async () => {
  const { it, exits, shown } = troubles({ 2: 'Error: listen EADDRINUSE: address already in use :::8000' });
  it.reloads('server.js');
  exits(2, reloading);
  await setImmediate();
  assert.match(shown(), /^The change of "server\.js" was not taken over, and what ran before serves on\./);
  assert.match(shown(), /Port 8000 is already used by process 7 \(nginx\)/);
});

test('one that was not ready in time is told as a failed reload once', () => {
  const { it, shown } = troubles();
  it.reloads(null);
  it.failed({ code: 'not-ready', severity: 'error', data: { timeout: '300 ms' } }, 2);
  it.successorFailed();
  it.successorFailed();
  assert.equal(
    shown(),
    'The reload failed, and what ran before serves on. It did not become ready within 300 ms.',
  );
});

test('what is to be known of the process that runs comes back when what went wrong is over', () => {
  const { it } = troubles();
  const warning = { code: 'node-version-missing', severity: 'warning', data: {} } as const;
  it.started(warning);
  it.failed({ code: 'unhealthy', severity: 'warning', data: {} }, 1);
  assert.equal(it.shown?.code, 'unhealthy');
  it.forget();
  assert.equal(it.shown, warning);
  it.started(undefined);
  assert.equal(it.shown, null);
});
