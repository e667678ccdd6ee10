import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LogBlock } from '../../../src/supervisor/logs/logBlock.ts';
import { LogRing, ringBytes, ringLines } from '../../../src/supervisor/logs/logRing.ts';

function block(at: number, ...lines: readonly string[]): LogBlock {
  return {
    at,
    stream: at % 2 === 0 ? 'out' : 'err',
    bytes: Buffer.from(`${lines.join('\n')}\n`),
    skip: 0,
    count: lines.length,
  };
}

describe('the ring of last lines', () => {
  it('gives the last lines, oldest first, with their time and stream', () => {
    const ring = new LogRing();
    ring.push(block(2, 'a', 'b'));
    ring.push(block(3, 'c'));
    assert.deepEqual(ring.tail(2), [
      { at: 2, stream: 'out', text: 'b' },
      { at: 3, stream: 'err', text: 'c' },
    ]);
    assert.equal(ring.tail(10).length, 3);
    assert.deepEqual(ring.tail(0), []);
  });

  for (const size of [1, 7, 700]) {
    it(`keeps the last 5,000 lines that come ${size} at a time`, () => {
      const ring = new LogRing();
      let next = 0;
      while (next < 3 * ringLines) ring.push(block(0, ...Array.from({ length: size }, () => String(next++))));
      const texts = ring.tail(1_000_000).map(({ text }) => text);
      assert.deepEqual(
        texts,
        Array.from({ length: ringLines }, (_, index) => String(next - ringLines + index)),
      );
    });
  }

  it('tells every line as it came, short and long ones mixed', () => {
    const ring = new LogRing();
    const lines = Array.from({ length: 2000 }, (_, index) => `${index} ${'x'.repeat((index * 37) % 997)}`);
    for (const [index, line] of lines.entries()) {
      if (index % 100 === 0) ring.push(block(index, 'before', 'y'.repeat(20_000)));
      ring.push(block(index, line));
    }
    const told = ring.tail(ringLines).filter(({ text }) => text !== 'before' && !text.startsWith('y'));
    assert.deepEqual(
      told,
      lines.map((text, at) => ({ at, stream: at % 2 === 0 ? 'out' : 'err', text })),
    );
  });

  it('counts no line for bytes that only end one', () => {
    const ring = new LogRing();
    ring.push({ ...block(0, 'a'), bytes: Buffer.from('a') });
    ring.push({ ...block(0), bytes: Buffer.from('\r\n'), skip: 2, count: 0 });
    ring.push(block(0, 'b'));
    assert.deepEqual(
      ring.tail(2).map(({ text }) => text),
      ['a', 'b'],
    );
  });

  it('keeps no more than 2 MiB of long lines', () => {
    const ring = new LogRing();
    const long = 'x'.repeat(60_000);
    for (let index = 0; index < 100; index++) ring.push(block(0, `${index} ${long}`));
    const lines = ring.tail(100);
    assert.ok(lines.length >= 30 && lines.length * 60_000 <= ringBytes, `${lines.length} lines`);
    assert.ok(lines.at(-1)?.text.startsWith('99 '));
  });

  it('does not keep the chunk that a short line came in', () => {
    const ring = new LogRing();
    const chunk = Buffer.from('short\n');
    ring.push({ ...block(0, 'short'), bytes: chunk });
    chunk.fill('x');
    assert.equal(ring.tail(1)[0]?.text, 'short');
  });

  it('is empty after it was cleared', () => {
    const ring = new LogRing();
    ring.push(block(0, 'a'));
    ring.clear();
    assert.deepEqual(ring.tail(10), []);
  });
});
