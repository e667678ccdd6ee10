import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LineBlock } from '../../../src/supervisor/logs/lineFramer.ts';
import { LineFramer, maxLineBytes } from '../../../src/supervisor/logs/lineFramer.ts';
import { decodeBlock } from '../../../src/supervisor/logs/logBlock.ts';
import { ManualTimer } from './manualTimer.ts';

class Framed {
  readonly blocks: LineBlock[] = [];
  readonly timer = new ManualTimer();
  readonly framer = new LineFramer((block) => this.blocks.push(block), this.timer.start);

  push(...chunks: readonly (string | Buffer)[]): this {
    for (const chunk of chunks) this.framer.push(Buffer.from(chunk));
    return this;
  }

  get lines(): string[] {
    return this.blocks.flatMap((block) =>
      decodeBlock({ ...block, at: 0, stream: 'out' }).map(({ text }) => text),
    );
  }

  get bytes(): Buffer {
    return Buffer.concat(this.blocks.map((block) => block.bytes));
  }
}

describe('the line framer', () => {
  const table: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['whole lines', ['a\nb\n'], ['a', 'b']],
    ['empty lines', ['\n\na\n\n'], ['', '', 'a', '']],
    ['a line in pieces', ['a', 'b', 'c\nd\n'], ['abc', 'd']],
    ['the last line without an end', ['a\nb'], ['a', 'b']],
    ['CR LF', ['a\r\nb\r', '\nc\r\n'], ['a', 'b', 'c']],
    ['a CR within a line', ['10%\r20%\r\n'], ['10%\r20%']],
    ['nothing', [''], []],
  ];
  for (const [what, chunks, lines] of table) {
    it(`takes ${what}`, () => {
      const framed = new Framed().push(...chunks);
      framed.framer.end();
      assert.deepEqual(framed.lines, lines);
      assert.equal(framed.bytes.toString(), chunks.join(''));
      assert.equal(framed.timer.running, 0);
    });
  }

  it('holds the beginning of a line until its time is over', () => {
    const framed = new Framed().push('done\nName: ');
    assert.deepEqual(framed.lines, ['done']);
    framed.timer.fire();
    assert.deepEqual(framed.lines, ['done', 'Name: ']);
    framed.push('x\n');
    assert.deepEqual(framed.lines, ['done', 'Name: ', 'x']);
  });

  for (const end of [['\n'], ['\r\n'], ['\r', '\n']]) {
    it(`an end (${JSON.stringify(end)}) that comes late adds no line`, () => {
      const framed = new Framed().push('a');
      for (const piece of end) {
        framed.timer.fire();
        framed.push(piece);
      }
      framed.push('b\n\n');
      assert.deepEqual(framed.lines, ['a', 'b', '']);
    });
  }

  it('never passes on half a character when the time is over', () => {
    const [first, second] = [Buffer.from('a€').subarray(0, 3), Buffer.from('€').subarray(2)];
    const framed = new Framed().push(first);
    framed.timer.fire();
    assert.deepEqual(framed.lines, ['a']);
    framed.timer.fire();
    framed.push(second);
    framed.timer.fire();
    assert.deepEqual(framed.lines, ['a', '€']);
  });

  it('passes on bytes that are no characters', () => {
    const bytes = Buffer.from([0xff, 0x80, 0x80, 0x80, 0x80, 0x0a, 0xe2, 0x0a, 0xe2]);
    const framed = new Framed().push(bytes);
    framed.framer.end();
    assert.equal(framed.lines.length, 3);
    assert.deepEqual(framed.bytes, bytes);
  });

  for (const extra of [-1, 0, 1]) {
    it(`a line ${extra} bytes longer than the longest is ${extra > 0 ? 'cut' : 'whole'}`, () => {
      const text = 'x'.repeat(maxLineBytes + extra);
      for (const end of ['\n', '\r\n']) {
        const framed = new Framed().push(text, `${end}next\n`);
        const cut = extra > 0 ? [text.slice(0, maxLineBytes), text.slice(maxLineBytes)] : [text];
        assert.deepEqual(framed.lines, [...cut, 'next']);
      }
    });
  }

  it('cuts a long line between characters', () => {
    for (const before of ['', 'a', 'ab']) {
      const text = before + '€'.repeat(maxLineBytes);
      const framed = new Framed().push(`${text}\n`);
      assert.equal(framed.lines.join(''), text);
      assert.ok(framed.lines.every((line) => Buffer.byteLength(line) <= maxLineBytes));
    }
  });

  it('a listener that throws away nothing gets every byte, every line and no broken character, however it is fed', () => {
    const random = generator(20261121);
    for (let round = 0; round < 2000; round++) {
      const text = randomText(random);
      const bytes = Buffer.from(text);
      const framed = new Framed();
      let flushed = false;
      for (let at = 0; at < bytes.length;) {
        const length = 1 + Math.floor(random() ** 3 * 200_000);
        framed.framer.push(bytes.subarray(at, at + length));
        at += length;
        if (random() < 0.2) {
          framed.timer.fire();
          flushed = true;
        }
      }
      framed.framer.end();
      assert.ok(framed.bytes.equals(bytes), `round ${round}: bytes`);
      assert.equal(framed.timer.running, 0);
      const lines = framed.lines;
      assert.ok(!lines.some((line) => line.includes('\ufffd')), `round ${round}: a broken character`);
      assert.ok(lines.every((line) => Buffer.byteLength(line) <= maxLineBytes));
      assert.equal(
        framed.blocks.reduce((sum, block) => sum + block.count, 0),
        lines.length,
      );
      if (!flushed) assert.deepEqual(lines, expectedLines(text), `round ${round}: lines`);
      else assert.equal(lines.join('').replaceAll('\r', ''), text.replaceAll(/[\r\n]/g, ''));
    }
  });
});

function expectedLines(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.flatMap((line) => pieces(line.endsWith('\r') ? line.slice(0, -1) : line));
}

function pieces(line: string): string[] {
  const found: string[] = [];
  let rest = Buffer.from(line);
  while (rest.length > maxLineBytes) {
    let cut = maxLineBytes;
    while (((rest[cut] ?? 0) & 0xc0) === 0x80) cut--;
    found.push(rest.toString('utf8', 0, cut));
    rest = rest.subarray(cut);
  }
  return [...found, rest.toString()];
}

function randomText(random: () => number): string {
  const alphabet = ['a', 'é', '€', '😀', '\n', '\r\n', '\n'];
  let text = '';
  const parts = 1 + Math.floor(random() * 30);
  for (let part = 0; part < parts; part++) {
    const one = alphabet[Math.floor(random() * alphabet.length)] ?? 'a';
    const repeats = one.includes('\n') ? 1 : random() < 0.02 ? 30_000 : Math.floor(random() * 40);
    text += one.repeat(repeats);
  }
  return text;
}

/** Mulberry32: the same numbers in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
