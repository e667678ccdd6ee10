import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCanceled } from '../../../src/extension/commands/isCanceled.ts';

test('what VS Code ended because somebody asked it to is no failure, anything else is', () => {
  const canceled = new Error('Canceled');
  canceled.name = 'Canceled';
  assert.equal(isCanceled(canceled), true);
  assert.equal(isCanceled(new Error('Canceled')), false);
  assert.equal(isCanceled('Canceled'), false);
  assert.equal(isCanceled(undefined), false);
});
