import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filled, formatAmount } from '../../../src/monitor/amounts.ts';
import { EventLog } from '../../../src/monitor/eventLog.ts';
import { levelOf, LogBuffer, shownLines } from '../../../src/monitor/logBuffer.ts';
import type { MonitorEvent } from '../../../src/protocol/monitor.ts';

function event(at: number, name: string, parts: Partial<MonitorEvent> = {}): MonitorEvent {
  return { at, name, instance: name, event: 'exit', pid: 1, text: '', launch: 1, ...parts };
}

test('amounts are written as in the view', () => {
  assert.equal(formatAmount('cpu', 12.4), '12%');
  assert.equal(formatAmount('memory', 84 * 1024 * 1024), '84 MB');
  assert.equal(formatAmount('memory', 1.5 * 1024 ** 3), '1.5 GB');
  assert.equal(formatAmount('lag', 12.4), '12 ms');
  assert.equal(formatAmount('lag', 1540), '1.5 s');
  assert.equal(formatAmount('restarts', 3), '3');
  assert.equal(formatAmount('lag', Number.NaN), '–');
  assert.equal(filled('{1} of {0}', 4, 'two'), 'two of 4');
});

test('events are listed once, the newest first', () => {
  const log = new EventLog();
  assert.ok(log.add([event(1, 'a'), event(3, 'a')]));
  assert.ok(log.add([event(2, 'b'), event(3, 'a')]));
  assert.equal(log.add([event(1, 'a')]), false);
  const all = log.filtered({ kind: 'all', text: '' });
  assert.deepEqual(
    all.map(({ at, name }) => `${at}${name}`),
    ['3a', '2b', '1a'],
  );
});

test('of two events in one millisecond the later one comes first', () => {
  const log = new EventLog();
  log.add([event(1, 'a', { event: 'stop' }), event(1, 'a', { event: 'exit' })]);
  assert.deepEqual(
    log.filtered({ kind: 'all', text: '' }).map((one) => one.event),
    ['exit', 'stop'],
  );
});

test('events are filtered by kind and by words', () => {
  const log = new EventLog();
  log.add([
    event(1, 'web-0', { event: 'fork' }),
    event(2, 'web-1', { event: 'errored' }),
    event(3, 'api', { event: 'exit', text: 'code 1' }),
  ]);
  const names = (kind: 'all' | 'failures' | 'restarts', text: string): string[] =>
    log.filtered({ kind, text }).map(({ name }) => name);
  assert.deepEqual(names('failures', ''), ['web-1']);
  assert.deepEqual(names('restarts', ''), ['api', 'web-0']);
  assert.deepEqual(names('all', 'WEB'), ['web-1', 'web-0']);
  assert.deepEqual(names('all', 'code 1'), ['api']);
});

test('lines have the level they name first, and errors of stderr stand out', () => {
  assert.equal(levelOf({ text: '[ERROR] no database', stream: 'out' }), 'error');
  assert.equal(levelOf({ text: 'Warning: deprecated', stream: 'err' }), 'warning');
  assert.equal(levelOf({ text: 'debug pool', stream: 'out' }), 'debug');
  assert.equal(levelOf({ text: 'mirror is up', stream: 'out' }), 'plain');
  assert.equal(levelOf({ text: 'anything', stream: 'err' }), 'warning');
});

test('a paused list holds the newest lines and counts the others', () => {
  const buffer = new LogBuffer();
  const line = (text: string) => ({ at: 1, name: 'web', stream: 'out' as const, text });
  buffer.add([line('first')], 3);
  buffer.add(
    Array.from({ length: shownLines }, (_, index) => line(String(index))),
    0,
  );
  const { lines, skipped } = buffer.take();
  assert.equal(lines.length, shownLines);
  assert.equal(lines[0]?.text, '0');
  assert.equal(skipped, 4);
  assert.deepEqual(buffer.take(), { lines: [], skipped: 0 });
});
