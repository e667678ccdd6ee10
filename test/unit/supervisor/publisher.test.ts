import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { Change } from '../../../src/protocol/changes.ts';
import type { AppInfo } from '../../../src/protocol/model.ts';
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

test('what has changed is read once, when it is told', () => {
  const sent: (readonly Change[])[] = [];
  const publisher = new Publisher((_seq, changes) => sent.push(changes));
  let reads = 0;
  const app = {
    id: 'a',
    get info(): AppInfo {
      reads += 1;
      return { id: 'a' } as AppInfo;
    },
  };
  publisher.publish({ kind: 'app', of: app });
  publisher.publish({ kind: 'app', of: app });
  assert.equal(reads, 0);
  publisher.flush();
  assert.deepEqual(sent, [[{ kind: 'app', app: { id: 'a' } }]]);
  assert.equal(reads, 1);
});
