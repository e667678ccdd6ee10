import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeTimelineEvent } from '../../../../src/protocol/timeline.ts';
import { excerptLength, messageFacts } from '../../../../src/supervisor/timeline/messageFacts.ts';

const text = (message: unknown): string => messageFacts(message)['text'] ?? '';

test('a message is kept as its type, its size and its beginning', () => {
  assert.deepEqual(messageFacts('ready'), { type: 'string', bytes: '5', text: 'ready' });
  assert.deepEqual(messageFacts({ jobs: [1, null, 'é'] }), {
    type: 'object',
    bytes: '22',
    text: '{"jobs":[1,null,"é"]}',
  });
  assert.deepEqual(messageFacts(null), { type: 'null', bytes: '4', text: 'null' });
  assert.deepEqual(messageFacts([true]), { type: 'array', bytes: '6', text: '[true]' });
  assert.deepEqual(messageFacts(undefined), { type: 'undefined', bytes: '0', text: 'undefined' });
});

test('a long message is cut, and a nested one looked at no further', () => {
  const long = 'x'.repeat(10_000);
  const items = Array.from({ length: 100_000 }, (_, index) => ({ index }));
  for (const message of [long, { long }, { items }, items]) {
    assert.equal(text(message).length, excerptLength);
    assert.ok(text(message).endsWith('…'));
  }
  assert.equal(text('y'.repeat(excerptLength)), 'y'.repeat(excerptLength));
});

test('what sounds secret is not kept, nor what a terminal would obey', () => {
  const shown = [
    text({ type: 'login', password: 'hunter2', nested: { apiKey: { id: 'hunter2' } }, DB_TOKEN: 'hunter2' }),
    text('{"accessToken":"hunter2","a":1}'),
    text('connect token=hunter2; secret: hunter2'),
    text({ line: 'password=hunter2' }),
    text(`${'token='.padStart(excerptLength - 3)}hunter2`),
  ];
  assert.ok(!shown.join().includes('hunter'), shown.join('\n'));
  assert.match(shown[0] ?? '', /^\{"type":"login","password":"\*\*\*"/);
  assert.equal(text('a\u001b[31mb\nc\u009bd'), 'a [31mb c d');
});

test('every event has words for what is to be known beside its name', () => {
  const words = (event: Parameters<typeof describeTimelineEvent>[0]['event'], data: Record<string, string>) =>
    describeTimelineEvent({ event, data });
  assert.equal(words('listening', { address: '::', port: '3000' }), '[::]:3000');
  assert.equal(words('listening', { address: '0.0.0.0', port: '53', protocol: 'udp4' }), '0.0.0.0:53 (udp4)');
  assert.equal(words('listening', { port: '3000' }), 'port 3000');
  assert.equal(words('listening', { address: '/run/web.sock' }), '/run/web.sock');
  assert.equal(words('exit', { code: '1' }), 'code 1');
  assert.equal(words('exit', { signal: 'SIGKILL' }), 'SIGKILL');
  assert.equal(words('restart', { reason: 'watch', file: 'server.js' }), 'watch: server.js');
  assert.equal(words('restart', { reason: 'crash', delayMs: '100' }), 'crash, in 100 ms');
  assert.equal(words('reload', { reason: 'memory', used: '2 MB', limit: '1 MB' }), 'memory: 2 MB of 1 MB');
  assert.equal(words('health', { health: 'unhealthy', failure: 'status 500' }), 'unhealthy: status 500');
  assert.equal(words('error', { code: 'EPIPE', message: 'write EPIPE' }), 'EPIPE: write EPIPE');
  assert.equal(words('fork', {}), '');
});
