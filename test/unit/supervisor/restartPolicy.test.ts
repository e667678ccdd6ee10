import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Decision, Exit, RestartOptions } from '../../../src/supervisor/restartPolicy.ts';
import { freshPolicy, next } from '../../../src/supervisor/restartPolicy.ts';

const defaults: RestartOptions = {
  autorestart: true,
  stopExitCodes: [],
  minUptimeMs: 1_000,
  maxRestarts: 16,
  restartDelayMs: 0,
  expBackoffMs: null,
  oneShot: false,
};

function exitAfter(uptimeMs: number, code: number | null = 1): Exit {
  return { code, signal: code === null ? 'SIGKILL' : null, uptimeMs };
}

/** The decisions for a row of exits. */
function decide(options: Partial<RestartOptions>, exits: readonly Exit[]): Decision[] {
  let policy = freshPolicy;
  return exits.map((exit) => {
    const result = next(policy, { ...defaults, ...options }, exit);
    policy = result.policy;
    return result.decision;
  });
}

const restartNow: Decision = { kind: 'restart', delayMs: 0 };

test('sixteen unstable exits in a row are given up, fifteen are not', () => {
  const decisions = decide(
    {},
    Array.from({ length: 16 }, () => exitAfter(50)),
  );
  assert.deepEqual(
    decisions.slice(0, 15),
    Array.from({ length: 15 }, () => restartNow),
  );
  assert.deepEqual(decisions[15], { kind: 'errored' });
});

test('one stable run sets the count of unstable exits back', () => {
  const crashes = Array.from({ length: 15 }, () => exitAfter(50));
  const decisions = decide({}, [...crashes, exitAfter(1_000), ...crashes]);
  assert.ok(decisions.every((decision) => decision.kind === 'restart'));
});

test('a restart delay does not defeat the limit', () => {
  const decisions = decide({ maxRestarts: 3, restartDelayMs: 60_000 }, [
    exitAfter(1),
    exitAfter(1),
    exitAfter(1),
  ]);
  assert.deepEqual(
    decisions.map(({ kind }) => kind),
    ['restart', 'restart', 'errored'],
  );
});

test('the exponential back-off grows by half up to 15 s and starts over after 30 s of uptime', () => {
  const delays = decide({ expBackoffMs: 100, maxRestarts: 100 }, [
    ...Array.from({ length: 15 }, () => exitAfter(10)),
    exitAfter(30_000),
  ]).map((decision) => (decision.kind === 'restart' ? decision.delayMs : -1));
  assert.deepEqual(delays.slice(0, 6), [100, 150, 225, 337, 505, 757]);
  assert.equal(delays[14], 15_000);
  assert.equal(delays[15], 100);
});

const table: [string, Partial<RestartOptions>, Exit, Decision][] = [
  ['exit code 0 restarts as well', {}, exitAfter(5_000, 0), restartNow],
  ['a stop code stops it', { stopExitCodes: [0] }, exitAfter(5, 0), { kind: 'stopped' }],
  ['another code than the stop codes restarts it', { stopExitCodes: [0] }, exitAfter(5_000, 1), restartNow],
  [
    'without autorestart a clean exit completes it',
    { autorestart: false },
    exitAfter(5, 0),
    { kind: 'completed' },
  ],
  ['without autorestart a crash is an error', { autorestart: false }, exitAfter(5_000), { kind: 'errored' }],
  ['a one-shot app that ends well is completed', { oneShot: true }, exitAfter(5, 0), { kind: 'completed' }],
  ['a one-shot app that fails is an error', { oneShot: true }, exitAfter(5), { kind: 'errored' }],
  ['max_restarts 0 gives up at once', { maxRestarts: 0 }, exitAfter(5), { kind: 'errored' }],
  ['max_restarts 0 lets a stable app come back', { maxRestarts: 0 }, exitAfter(5_000), restartNow],
  ['a killed instance comes back', {}, exitAfter(5_000, null), restartNow],
];

for (const [name, options, exit, expected] of table) {
  test(name, () => assert.deepEqual(decide(options, [exit]), [expected]));
}
