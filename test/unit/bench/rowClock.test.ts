import assert from 'node:assert/strict';
import { test } from 'node:test';
import { msPastPause, msUntilDrawn } from '../../ui/harness/rowClock.ts';

const drawn = [
  { at: 1000, name: 'web-0, launching' },
  { at: 1030, name: 'web-1, launching' },
  { at: 1210, name: 'web-0, online' },
  { at: 1215, name: 'web-1, online' },
];

test('what VS Code waits for by itself is told apart from what comes on top', () => {
  assert.equal(msUntilDrawn(drawn, /^web-1, online/, 1050), 165);
  // The drawing before it began at 1000.
  assert.equal(msPastPause(drawn, /^web-1, online/, 1050), 15);
});

test('a change after the pause counts whole, and so does one without a drawing before it', () => {
  assert.equal(msPastPause(drawn, /^web-1, online/, 1205), 10);
  assert.equal(msPastPause(drawn, /^web-1, launching/, 990), 40);
});

test('what was never drawn has no time', () => {
  assert.equal(msPastPause(drawn, /^web-2/, 0), undefined);
});
