import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchMark } from '../../../src/client/watchMark.ts';

test('a list says that an app is watched, unless DEV_MODE says it, and that it is not when that was done by hand', () => {
  const mark = (watch: boolean, watchByHand: boolean, runMode: 'normal' | 'dev'): string | null =>
    watchMark({ watch, watchByHand, runMode });
  assert.equal(mark(true, false, 'normal'), 'watching');
  assert.equal(mark(true, true, 'normal'), 'watching');
  assert.equal(mark(true, false, 'dev'), null);
  assert.equal(mark(false, true, 'dev'), 'not watching');
  assert.equal(mark(false, true, 'normal'), 'not watching');
  assert.equal(mark(false, false, 'normal'), null);
});
