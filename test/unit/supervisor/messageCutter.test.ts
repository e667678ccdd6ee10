import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MessageCutter, headerLimitBytes, messageLimitBytes } from '../../../src/supervisor/messageCutter.ts';

function framed(text: string): Buffer {
  return Buffer.from(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}

/** The texts that come out when the bytes come in pieces of a length. */
function cut(bytes: Buffer, length: number): string[] {
  const cutter = new MessageCutter();
  const texts: string[] = [];
  for (let at = 0; at < bytes.length; at += length)
    texts.push(...cutter.push(bytes.subarray(at, at + length)));
  return texts;
}

describe('messages in a stream of bytes', () => {
  it('are the same in pieces of any length', () => {
    const texts = ['{"a":"Größe \\r\\n\\r\\n"}', '', '[1]', '"🙂"'];
    const bytes = Buffer.concat(texts.map(framed));
    for (let length = 1; length <= bytes.length; length += 1) assert.deepEqual(cut(bytes, length), texts);
  });

  it('may have other lines in their headers', () => {
    const bytes = Buffer.from('Content-Type: application/json\r\ncontent-length:2\r\n\r\n{}');
    assert.deepEqual(cut(bytes, bytes.length), ['{}']);
  });

  it('are none without a length', () => {
    for (const header of [
      'Host: x',
      'Content-Length: minus',
      'Content-Length: -5',
      'X-Content-Length: 3',
      '',
    ]) {
      assert.throws(() => cut(Buffer.from(`${header}\r\n\r\n{}`), 1000), /without a length/, header);
    }
  });

  it('have a header that comes to an end soon, so that it is not looked through again and again', () => {
    const cutter = new MessageCutter();
    let pieces = 0;
    assert.throws(() => {
      for (; pieces < messageLimitBytes; pieces += 1) cutter.push(Buffer.from('x'));
    }, /a header of more than/);
    assert.equal(pieces, headerLimitBytes - 1);
    const whole = Buffer.alloc(messageLimitBytes, 'x');
    assert.throws(() => new MessageCutter().push(whole), /a header of more than/);
  });

  it('are refused by their header when they are too long, before anything of them is kept', () => {
    const header = (bytes: number): Buffer => Buffer.from(`Content-Length: ${bytes}\r\n\r\n`);
    assert.deepEqual(new MessageCutter().push(header(messageLimitBytes)), []);
    for (const bytes of [messageLimitBytes + 1, 9_000_000_000]) {
      assert.throws(() => new MessageCutter().push(header(bytes)), /a message of more than/);
    }
  });
});
