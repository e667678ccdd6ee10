import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handlesOf, moreThan } from '../../soak/leaks.ts';

test('what there is more of is told, what there is less of is not', () => {
  const before = { 'fd socket': 2, 'inotify watch': 3 };
  assert.deepEqual(moreThan(before, { 'fd socket': 2, 'inotify watch': 1 }, true), []);
  assert.deepEqual(moreThan(before, { 'fd socket': 3, zombie: 1 }, true), [
    'fd socket: 3, at first 2',
    'zombie: 1, at first 0',
  ]);
});

test('what closes by itself is told only when it had the time to, however much of it there was at first', () => {
  const ended = { 'fd of an ended process': 4 };
  assert.deepEqual(moreThan(ended, ended, false), []);
  assert.deepEqual(moreThan(ended, ended, true), ['fd of an ended process: 4, at first 4']);
});

test('warnings of too many listeners count as what was not there at first', () => {
  const report = {
    heapBytes: 1,
    residentBytes: 1,
    resources: { PipeWrap: 2 },
    listeners: { SIGTERM: 1 },
    objects: {},
  };
  const before = handlesOf({ ...report, warnings: [] });
  const now = handlesOf({ ...report, warnings: ['MaxListenersExceededWarning: a leak'] });
  assert.deepEqual(moreThan(before, now, true), ['MaxListenersExceededWarning: a leak: 1, at first 0']);
});
