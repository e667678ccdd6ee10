import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoopTrial } from '../../../../src/supervisor/watch/loopTrial.ts';

const loop = { files: ['db.json', 'db.json-wal'], fromMs: 200, toMs: 400 };

/** A clock that fires the one timer there is when its time has come. */
function trial() {
  const restarts: (readonly string[])[] = [];
  let now = 0;
  let timer: { readonly at: number; readonly fire: () => void } | undefined;
  const made = new LoopTrial({
    restart: (files) => restarts.push(files),
    now: () => now,
    startTimer: (fire, ms) => {
      const own = { at: now + ms, fire };
      timer = own;
      return () => {
        if (timer === own) timer = undefined;
      };
    },
  });
  return {
    trial: made,
    restarts,
    pass: (ms: number) => {
      now += ms;
      if (timer === undefined || timer.at > now) return;
      const { fire } = timer;
      timer = undefined;
      fire();
    },
  };
}

test("what is written again after the start that tells, and as late as before, is the app's own", () => {
  const { trial: one, restarts, pass } = trial();
  one.begin(loop, false);
  assert.equal(one.isWaiting, true);
  pass(1499);
  assert.deepEqual(restarts, []);
  pass(1);
  assert.deepEqual(restarts, [loop.files]);
  assert.deepEqual(one.verdict(['db.json', 'other.js'], 450), { kind: 'own', files: ['db.json'] });
  assert.deepEqual(one.verdict(['db.json'], 450), { kind: 'other' });
});

test("what comes much later than before, or is another file, is somebody else's", () => {
  for (const [files, latency] of [
    [['db.json'], 701],
    [['server.js'], 300],
  ] as const) {
    const { trial: one, pass } = trial();
    one.begin(loop, false);
    pass(1500);
    assert.deepEqual(one.verdict(files, latency), { kind: 'other' });
  }
});

test('while the files go on changing it waits, for source code without end', () => {
  for (const [isSource, restartsAfter] of [
    [true, 0],
    [false, 1],
  ] as const) {
    const { trial: one, restarts, pass } = trial();
    one.begin(loop, isSource);
    for (let change = 0; change < 10; change += 1) {
      pass(500);
      if (one.isWaiting) assert.equal(one.goesOn(['db.json']), true);
    }
    assert.equal(restarts.length, restartsAfter);
    pass(1500);
    assert.equal(restarts.length, 1);
  }
});

test('another file ends it: a restart is due', () => {
  const { trial: one, restarts, pass } = trial();
  one.begin(loop, false);
  assert.equal(one.goesOn(['db.json', 'server.js']), false);
  assert.equal(one.isWaiting, false);
  pass(5000);
  assert.deepEqual(restarts, []);
  assert.deepEqual(one.verdict(['db.json'], 300), { kind: 'other' });
});

test('source code is tried twice', () => {
  const { trial: one, restarts, pass } = trial();
  one.begin(loop, true);
  pass(1500);
  assert.deepEqual(one.verdict(['db.json'], 300), { kind: 'wait' });
  pass(1500);
  assert.equal(restarts.length, 2);
  assert.deepEqual(one.verdict(['db.json'], 300), { kind: 'own', files: ['db.json'] });
});

test('it can be ended', () => {
  const { trial: one, restarts, pass } = trial();
  one.begin(loop, false);
  one.end();
  pass(5000);
  assert.deepEqual(restarts, []);
});
