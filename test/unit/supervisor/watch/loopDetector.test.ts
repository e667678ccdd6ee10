import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoopDetector } from '../../../../src/supervisor/watch/loopDetector.ts';

/** What is recognised at restarts so long after the start before, each by these files. */
function loops(restarts: readonly (readonly [latencyMs: number, ...files: string[]])[]) {
  const detector = new LoopDetector();
  let now = 1_000_000;
  return restarts.map(([latency, ...files]) => {
    const startedAt = now;
    now += latency;
    return detector.restarted({ files, startedAt, changedAt: now })?.files ?? null;
  });
}

test('a file written soon after each of three starts is a loop, however irregularly', () => {
  assert.deepEqual(
    loops([
      [120, 'db.json'],
      [700, 'db.json'],
      [300, 'db.json'],
    ]),
    [null, null, ['db.json']],
  );
});

test('a file written later is a loop when it comes at the same time after each of five starts', () => {
  const at = [4000, 4100, 3950, 4050, 4120];
  assert.deepEqual(loops(at.map((latency) => [latency, 'db.json'])).at(-1), ['db.json']);
});

test('somebody who saves the same file again and again is no loop', () => {
  const at = [900, 2100, 1400, 5000, 1000, 3300, 1200, 900, 2500];
  assert.deepEqual(new Set(loops(at.map((latency) => [latency, 'server.js']))), new Set([null]));
});

test('a save that a formatter follows is no loop', () => {
  const restarts = [5000, 300, 4000, 250, 9000, 280].map((latency) => [latency, 'server.js'] as const);
  assert.deepEqual(new Set(loops(restarts)), new Set([null]));
});

test('what comes long after the start is no loop, however regular', () => {
  assert.deepEqual(
    new Set(loops(Array.from({ length: 9 }, () => [60_000, 'feed.json'] as const))),
    new Set([null]),
  );
});

test('another file among them begins anew', () => {
  const restarts = [
    [100, 'db.json'],
    [100, 'db.json'],
    [100, 'server.js'],
    [100, 'db.json'],
    [100, 'db.json'],
  ] as const;
  assert.deepEqual(new Set(loops(restarts)), new Set([null]));
});

test('of several files those count that come each time', () => {
  const restarts = [
    [100, 'db.sqlite', 'db.sqlite-wal'],
    [100, 'db.sqlite-wal', 'db.sqlite', 'server.js'],
    [100, 'db.sqlite', 'db.sqlite-wal'],
  ] as const;
  assert.deepEqual(loops(restarts).at(-1), ['db.sqlite', 'db.sqlite-wal']);
});

test('it is told once, and again when it goes on', () => {
  const told = loops(Array.from({ length: 6 }, () => [100, 'db.json'] as const));
  assert.deepEqual(told, [null, null, ['db.json'], null, null, ['db.json']]);
});

test('it tells when the files changed, at the earliest and at the latest', () => {
  const detector = new LoopDetector();
  const told = [120, 700, 300].map((changedAt) =>
    detector.restarted({ files: ['db.json'], startedAt: 0, changedAt }),
  );
  assert.deepEqual(told.at(-1), { files: ['db.json'], fromMs: 120, toMs: 700 });
});

test('a restart for another reason ends the row', () => {
  const detector = new LoopDetector();
  const restart = { files: ['db.json'], startedAt: 0, changedAt: 100 };
  detector.restarted(restart);
  detector.restarted(restart);
  detector.reset();
  assert.equal(detector.restarted(restart), undefined);
});

test('with patience it takes as many times more restarts', () => {
  const detector = new LoopDetector(2);
  const restart = { files: ['server.js'], startedAt: 0, changedAt: 100 };
  const told = Array.from({ length: 6 }, () => detector.restarted(restart) !== undefined);
  assert.deepEqual(told, [false, false, false, false, false, true]);
  const late = { files: ['server.js'], startedAt: 0, changedAt: 5000 };
  assert.equal(Array.from({ length: 10 }, () => detector.restarted(late)).findIndex(Boolean), 9);
});
