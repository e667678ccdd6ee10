import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { ChangeKind } from '../../../../src/supervisor/watch/quietPeriod.ts';
import { QuietPeriod } from '../../../../src/supervisor/watch/quietPeriod.ts';

test.beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'setImmediate', 'Date'], now: 5_000_000 }));
test.afterEach(() => mock.timers.reset());

interface Fire {
  /** Milliseconds since the first change. */
  readonly at: number;
  readonly files: string;
}

interface Circumstances {
  readonly delayMs?: number;
  /** Until then every file is empty, in milliseconds since the first change. */
  readonly emptyMs?: number;
}

/** What is told of changes that come at these times, in milliseconds since the first one. */
function told(
  changes: readonly (readonly [at: number, file: string, kind?: ChangeKind])[],
  { delayMs, emptyMs = 0 }: Circumstances = {},
) {
  const begin = Date.now();
  const fires: Fire[] = [];
  const quiet = new QuietPeriod({
    delayMs: () => delayMs ?? null,
    fire: (files) => fires.push({ at: Date.now() - begin, files: files.join() }),
    isEmpty: () => Date.now() - begin < emptyMs,
    now: () => Date.now(),
  });
  for (const [at, file, kind] of changes) {
    passUntil(begin + at);
    quiet.changed(file, kind ?? 'changed');
  }
  passUntil(Date.now() + 5000);
  return fires;
}

/** In steps, because the clock stands at the end of a step while its timers fire. */
function passUntil(time: number): void {
  while (Date.now() < time) mock.timers.tick(1);
}

/** A change of the same file every `stepMs`, as chokidar reports a file that is written all the time. */
function burst(count: number, stepMs: number): readonly (readonly [number, string])[] {
  return Array.from({ length: count }, (_, index) => [index * stepMs, 'a'] as const);
}

test('a save is told at once; of several files all are, 30 ms after the last', () => {
  assert.deepEqual(told([[0, 'a']]), [{ at: 2, files: 'a' }]);
  const all = [
    [0, 'a'],
    [1, 'b'],
    [5, 'c'],
  ] as const;
  assert.deepEqual(told(all), [{ at: 35, files: 'a,b,c' }]);
});

test('what comes right after a save that was told waits for more', () => {
  const saves = [
    [0, 'a'],
    [5, 'b'],
    [8, 'c'],
  ] as const;
  assert.deepEqual(told(saves), [
    { at: 2, files: 'a' },
    { at: 38, files: 'b,c' },
  ]);
});

test('while changes keep coming the wait grows to 150 ms, also across what was told', () => {
  assert.deepEqual(told(burst(8, 50)), [
    { at: 2, files: 'a' },
    { at: 500, files: 'a' },
  ]);
});

test('after as long a silence a save is told at once again', () => {
  const saves = [...burst(5, 50), [400, 'a']] as const;
  assert.deepEqual(told(saves).at(-1), { at: 402, files: 'a' });
});

test('changes without end are told a second after the first of them', () => {
  const fires = told(burst(300, 10));
  assert.deepEqual(
    fires.slice(0, 3).map(({ at }) => at),
    [2, 1010, 2010],
  );
});

test('names come once each, the first one first', () => {
  const changes = ['b', 'a', 'b', 'c'].map((file, index) => [index, file] as const);
  assert.deepEqual(told(changes)[0]?.files, 'b,a,c');
});

test('a deleted file is waited for; when it is back, no longer than for any other', () => {
  assert.deepEqual(told([[0, 'a', 'deleted']]), [{ at: 100, files: 'a' }]);
  const back = [
    [0, 'a', 'deleted'],
    [60, 'a', 'added'],
  ] as const;
  assert.deepEqual(told(back), [{ at: 180, files: 'a' }]);
  const atOnce = [
    [0, 'a', 'deleted'],
    [3, 'a', 'added'],
  ] as const;
  assert.deepEqual(told(atOnce), [{ at: 33, files: 'a' }]);
});

test('a file that comes and goes meanwhile is not told, alone or among others', () => {
  const temporary = [
    [0, '4913', 'added'],
    [1, '4913', 'changed'],
    [2, '4913', 'deleted'],
  ] as const;
  assert.deepEqual(told(temporary), []);
  mock.timers.tick(1000);
  assert.deepEqual(told([...temporary, [3, 'a']]), [{ at: 33, files: 'a' }]);
});

test('a new file is told once what is written into it has come, also late', () => {
  assert.deepEqual(told([[0, 'a', 'added']]), [{ at: 30, files: 'a' }]);
  const late = [
    [0, 'a', 'added'],
    [20, 'a', 'changed'],
  ] as const;
  assert.deepEqual(told(late, { emptyMs: 20 }), [{ at: 60, files: 'a' }]);
});

test('a file that is emptied is told once, when it is filled again, however late', () => {
  const filled = [
    [0, 'a'],
    [25, 'a'],
  ] as const;
  assert.deepEqual(told(filled, { emptyMs: 25 }), [{ at: 75, files: 'a' }]);
  // It is filled, and the event has not come yet when that is seen.
  const behind = [
    [0, 'a'],
    [40, 'a'],
  ] as const;
  assert.deepEqual(told(behind, { emptyMs: 31 }), [{ at: 120, files: 'a' }]);
  // No event tells of it: chokidar passes over what follows within 5 ms.
  assert.deepEqual(told([[0, 'a']], { emptyMs: 4 }), [{ at: 62, files: 'a' }]);
});

test('a file that stays empty is told as well', () => {
  assert.deepEqual(told([[0, 'a']], { emptyMs: Infinity }), [{ at: 152, files: 'a' }]);
  const fires = told(burst(300, 10), { emptyMs: Infinity });
  assert.deepEqual(
    fires.slice(0, 2).map(({ at }) => at),
    [1000, 2000],
  );
});

test('watch_delay is how long it has to be quiet, however long it is', () => {
  assert.deepEqual(told([[0, 'a']], { delayMs: 0 }), [{ at: 1, files: 'a' }]);
  assert.deepEqual(told([[0, 'a']], { delayMs: 3000 }), [{ at: 3000, files: 'a' }]);
  assert.deepEqual(told(burst(5, 900), { delayMs: 1000 }), [
    { at: 2000, files: 'a' },
    { at: 4600, files: 'a' },
  ]);
});

test('what is disposed of tells nothing', () => {
  const fire = (): void => assert.fail('It told.');
  const quiet = new QuietPeriod({ delayMs: () => null, fire, isEmpty: () => false, now: Date.now });
  quiet.changed('a', 'changed');
  quiet.dispose();
  mock.timers.tick(1000);
});
