import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { readText } from '../../../../src/cli/web/readText.ts';

/** A request with this header for its length, whose body is written and ended by the test. */
function requestOf(length: number): IncomingMessage & PassThrough {
  const headers = { 'content-length': String(length), 'content-type': 'application/json' };
  return Object.assign(new PassThrough(), { headers }) as unknown as IncomingMessage & PassThrough;
}

test('a body is read to its end', async () => {
  const request = requestOf(4);
  request.write('nu');
  request.end('ll');
  assert.equal(await readText(request), 'null');
});

test('a sender that leaves in the middle of a body is refused, and no fault of ours', async () => {
  const request = requestOf(4);
  request.write('nu');
  const text = readText(request);
  request.destroy(new Error('aborted'));
  await assert.rejects(text, { name: 'malformed' });
});
