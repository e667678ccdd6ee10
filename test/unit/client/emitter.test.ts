import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from '../../../src/client/emitter.ts';

test('a listener that throws keeps no other from hearing, and its error surfaces', (t) => {
  const surfaced: (() => void)[] = [];
  t.mock.method(globalThis, 'queueMicrotask', (thrower: () => void) => surfaced.push(thrower));
  const emitter = new Emitter<[string]>();
  const heard: string[] = [];
  emitter.on(() => {
    throw new Error('first');
  });
  emitter.on((word) => heard.push(word));
  emitter.fire('hello');
  assert.deepEqual(heard, ['hello']);
  assert.throws(() => surfaced[0]?.(), /first/);
});

test('a disposed listener hears nothing more, even when it was added twice', () => {
  const emitter = new Emitter<[]>();
  let heard = 0;
  const listener = () => void (heard += 1);
  const first = emitter.on(listener);
  emitter.on(listener);
  first.dispose();
  emitter.fire();
  assert.equal(heard, 1);
});
