import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogLine } from '../../../../src/protocol/model.ts';
import { lastError } from '../../../../src/extension/logs/lastError.ts';

function lines(text: string, stream: LogLine['stream'] = 'err'): LogLine[] {
  return text.split('\n').map((one) => ({ at: 0, stream, text: one }));
}

test('the last stack trace is found among other lines, without colours', () => {
  const trace =
    '\u001b[31mTypeError: no\u001b[39m\n    at run (a.js:1:2)\n    at main (a.js:9:1) {\n  code: 7\n}';
  const found = lastError([
    ...lines('Error: older\n    at old (b.js:1:1)'),
    ...lines('all is well', 'out'),
    ...lines(trace),
    ...lines('and on', 'out'),
  ]);
  assert.equal(found, 'TypeError: no\n    at run (a.js:1:2)\n    at main (a.js:9:1) {\n  code: 7\n}');
});

test('a traceback of Python is taken with the error below it', () => {
  const trace = 'Traceback (most recent call last):\n  File "a.py", line 3, in f\n    boom()\nValueError: no';
  assert.equal(lastError(lines(`before\n${trace}`)), trace);
});

test('without a trace the last lines of stderr that came together are it', () => {
  const found = lastError([
    ...lines('first'),
    ...lines('ok', 'out'),
    ...lines('no\ndatabase'),
    ...lines('ok', 'out'),
  ]);
  assert.equal(found, 'no\ndatabase');
});

test('where nothing went wrong there is nothing', () => {
  assert.equal(lastError(lines('fine', 'out')), undefined);
  assert.equal(lastError([]), undefined);
});
