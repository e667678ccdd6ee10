import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromMonitor } from '../../../src/protocol/monitor.ts';
import { parse } from '../../../src/protocol/shape.ts';
import { fromThroughput } from '../../../src/protocol/throughput.ts';

test('what a page may say is taken', () => {
  assert.deepEqual(parse(fromMonitor, { type: 'ready' }), { type: 'ready' });
  const act = { type: 'act', verb: 'restart', app: '/w ecosystem.json#web' };
  assert.deepEqual(parse(fromMonitor, act), act);
  assert.deepEqual(parse(fromThroughput, { type: 'copy' }), { type: 'copy' });
});

for (const message of [
  undefined,
  null,
  'ready',
  [],
  {},
  { type: 'constructor' },
  { type: 'act' },
  { type: 'act', verb: 'delete', app: 'web' },
  { type: 'act', verb: 'constructor', app: 'web' },
  { type: 'act', verb: 'stop', app: { toString: 'web' } },
  { type: 'eval', code: '1' },
]) {
  test(`what it may not say is refused: ${JSON.stringify(message)}`, () => {
    assert.throws(() => parse(fromMonitor, message));
    assert.throws(() => parse(fromThroughput, message));
  });
}
