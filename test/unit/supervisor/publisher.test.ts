import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { Change } from '../../../src/protocol/changes.ts';
import { Publisher } from '../../../src/supervisor/publisher.ts';

test.beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
test.afterEach(() => mock.timers.reset());

const removed = (id: string): Change => ({ kind: 'instanceRemoved', id });

test('changes within 30 ms are one message, and of several to one record the last counts', () => {
  const sent: [number, readonly Change[]][] = [];
  const publisher = new Publisher((seq, changes) => sent.push([seq, changes]));
  publisher.publish(removed('a'));
  publisher.publish(removed('b'));
  publisher.publish(removed('a'));
  assert.deepEqual(sent, []);
  mock.timers.tick(30);
  assert.deepEqual(sent, [[1, [removed('b'), removed('a')]]]);
});

test('asking for the number sends what is pending first, so that a snapshot and its number fit', () => {
  const sent: number[] = [];
  const publisher = new Publisher((seq) => sent.push(seq));
  publisher.publish(removed('a'));
  assert.equal(publisher.seq, 1);
  assert.deepEqual(sent, [1]);
  mock.timers.tick(30);
  assert.deepEqual(sent, [1]);
});
