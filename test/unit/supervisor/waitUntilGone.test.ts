import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { Platform } from '../../../src/supervisor/platform/platform.ts';
import { waitUntilGone } from '../../../src/supervisor/stop/processTree.ts';

const target = { pid: 10, start: '1', ownGroup: true, token: '', treekill: true };

/** The pauses in milliseconds between the first looks at a process that stays. */
async function firstPauses(options: { readonly pauseMs?: number }): Promise<number[]> {
  const looks: number[] = [];
  const abort = new AbortController();
  let now = 0;
  const startTime = (): string => {
    looks.push(now);
    return target.start;
  };
  const wait = waitUntilGone({ startTime } as unknown as Platform, target, {
    capMs: 3_600_000,
    signal: abort.signal,
    ...options,
  });
  while (looks.length < 9 && now < 10_000) {
    await new Promise((resolve) => setImmediate(resolve));
    now++;
    mock.timers.tick(1);
  }
  abort.abort();
  assert.equal(await wait, false);
  // Once more it looks when it is aborted.
  return looks.slice(1, 9).map((look, index) => look - (looks[index] ?? 0));
}

test.beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
test.afterEach(() => mock.timers.reset());

test('looks follow each other ever more slowly, at last every 50 ms', async () => {
  assert.deepEqual(await firstPauses({}), [2, 4, 8, 16, 32, 50, 50, 50]);
});

test('the longest pause can be set (kill_retry_time)', async () => {
  assert.deepEqual(await firstPauses({ pauseMs: 10 }), [2, 4, 8, 10, 10, 10, 10, 10]);
  assert.deepEqual(await firstPauses({ pauseMs: 100 }), [2, 4, 8, 16, 32, 64, 100, 100]);
});

test('a pause of 0 is not a busy loop', async () => {
  assert.deepEqual(await firstPauses({ pauseMs: 0 }), [2, 2, 2, 2, 2, 2, 2, 2]);
});
