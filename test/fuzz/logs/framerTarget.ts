import assert from 'node:assert/strict';
import type { LineBlock } from '../../../src/supervisor/logs/lineFramer.ts';
import { LineFramer, maxLineBytes } from '../../../src/supervisor/logs/lineFramer.ts';
import { decodeBlock } from '../../../src/supervisor/logs/logBlock.ts';
import { LogRing, ringBytes, ringLines } from '../../../src/supervisor/logs/logRing.ts';
import { WaitingLines } from '../../../src/supervisor/logs/waitingLines.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import type { Random } from '../random.ts';

interface FramerCase {
  /** What is written, in latin1: each character is a byte. */
  readonly pieces: readonly { readonly bytes: string; readonly times: number }[];
  /** Where it is cut into chunks: the lengths, over and over. */
  readonly chunks: readonly number[];
  /** After which chunks nothing more comes for a while. */
  readonly quiet: readonly number[];
  /** How many lines a client that looks now and then can take. */
  readonly takes: number;
}

const letters = ['a', 'é', '€', '😀', ' ', '\t', '\r', '\u001b[31m', '\0'].map((text) =>
  Buffer.from(text).toString('latin1'),
);
/** No UTF-8: half characters, too long ones, surrogates, bytes that never stand. */
const garbage = [
  '\xff',
  '\xc3',
  '\xe2\x82',
  '\xf0\x9f\x98',
  '\x80',
  '\xc0\xaf',
  '\xed\xa0\x80',
  '\xf8\x88\x80',
];

export const framerTarget: FuzzTarget<FramerCase> = {
  name: 'log-framer',
  property:
    'whatever bytes an app writes and however they are cut, files get every byte, lines are those of the whole, no character is broken, and nobody holds more than a bounded part',
  quick: 400,
  freeTexts: ['bytes'],
  make: (random) => ({
    pieces: random.list(random.between(1, 40), () => piece(random)),
    chunks: random.list(random.between(1, 12), () => Math.ceil(random.next() ** 4 * 100_000)),
    quiet: random.list(random.between(0, 4), () => random.between(0, 30)),
    takes: random.between(1, 400),
  }),
  check({ pieces, chunks, quiet, takes }) {
    const bytes = Buffer.from(pieces.map((one) => one.bytes.repeat(one.times)).join(''), 'latin1');
    const fed = new Fed(takes);
    const sizes = chunks.length === 0 ? [bytes.length] : chunks;
    for (let at = 0, index = 0; at < bytes.length; index += 1) {
      const size = Math.max(1, sizes[index % sizes.length] ?? 1);
      fed.push(bytes.subarray(at, at + size), quiet.includes(index));
      at += size;
    }
    fed.end();
    fed.assertWhole(bytes);
    if (quiet.length === 0) assert.deepEqual(fed.lines, linesOf(bytes));
  },
};

function piece(random: Random): FramerCase['pieces'][number] {
  const dice = random.next();
  const times = random.chance(0.05) ? random.between(1, 80_000) : random.between(1, 60);
  if (dice < 0.4) return { bytes: random.pick(['\n', '\n', '\r\n', '\n\n', '\r\r\n']), times: 1 };
  if (dice < 0.55) return { bytes: random.pick(garbage), times: random.between(1, 6) };
  if (dice < 0.6) return { bytes: `${random.pick(letters)}\n`, times };
  return { bytes: random.pick(letters), times };
}

/** A stream that is framed, kept and followed as an instance's is. */
class Fed {
  readonly lines: string[] = [];
  readonly #blocks: LineBlock[] = [];
  readonly #ring = new LogRing();
  readonly #waiting = new WaitingLines();
  #late: (() => void) | undefined;
  readonly #framer: LineFramer;
  #fed = 0;
  #emitted = 0;
  #counted = 0;
  #told = 0;
  readonly #takes: number;

  constructor(takes: number) {
    this.#takes = takes;
    this.#framer = new LineFramer(
      (block) => this.#take(block),
      (callback) => {
        this.#late = callback;
        return () => (this.#late = undefined);
      },
    );
  }

  push(chunk: Buffer, isQuietAfter: boolean): void {
    this.#fed += chunk.length;
    this.#framer.push(chunk);
    assert.ok(this.#fed - this.#emitted <= maxLineBytes + 2, `${this.#fed - this.#emitted} bytes are held`);
    const { bytes } = this.#waiting;
    assert.ok(bytes <= ringBytes + 3 * maxLineBytes, `${bytes} bytes wait for a client`);
    if (!isQuietAfter) return;
    const late = this.#late;
    this.#late = undefined;
    late?.();
    this.#look();
  }

  end(): void {
    this.#framer.end();
    this.#look();
    assert.equal(this.#late, undefined, 'a timer is left');
  }

  assertWhole(bytes: Buffer): void {
    assert.ok(Buffer.concat(this.#blocks.map((block) => block.bytes)).equals(bytes), 'a byte is lost');
    for (const line of this.lines) {
      assert.ok(Buffer.byteLength(line) <= 3 * maxLineBytes, 'a line is too long');
    }
    const isText = !bytes.toString('utf8').includes('\ufffd');
    if (isText) assert.ok(!this.lines.some((line) => line.includes('\ufffd')), 'a character is broken');
    const kept = this.#ring.tail(ringLines);
    assert.deepEqual(
      kept.map(({ text }) => text),
      kept.length === 0 ? [] : this.lines.slice(-kept.length),
    );
    assert.equal(this.#told, this.#counted, 'lines that a client was given or told of');
  }

  #take(block: LineBlock): void {
    this.#emitted += block.bytes.length;
    this.#blocks.push(block);
    const stamped = { ...block, at: 0, stream: 'out' } as const;
    const lines = decodeBlock(stamped);
    assert.equal(lines.length, block.count, 'the count of a block');
    this.#counted += block.count;
    this.lines.push(...lines.map(({ text }) => text));
    this.#ring.push(stamped);
    this.#waiting.add(stamped);
    this.#waiting.shorten(this.#takes, ringBytes);
  }

  /** The slow client takes what is there. */
  #look(): void {
    const { lines, dropped } = this.#waiting.take(this.#takes);
    assert.ok(lines.length <= this.#takes);
    this.#told += lines.length + dropped;
  }
}

/** The lines of the whole, cut where they are too long. */
function linesOf(bytes: Buffer): readonly string[] {
  const lines: string[] = [];
  for (let from = 0; from < bytes.length;) {
    const newline = bytes.indexOf(0x0a, from);
    const end = newline === -1 ? bytes.length : newline;
    const isCrLf = newline !== -1 && end > from && bytes[end - 1] === 0x0d;
    lines.push(...pieces(bytes.subarray(from, end), isCrLf));
    from = end + 1;
  }
  return lines;
}

function pieces(line: Buffer, isCrLf: boolean): readonly string[] {
  const found: string[] = [];
  let rest = line;
  const most = maxLineBytes + (isCrLf ? 1 : 0);
  while (rest.length > most) {
    const cut = boundary(rest, maxLineBytes);
    found.push(withoutReturn(rest.subarray(0, cut)));
    rest = rest.subarray(cut);
  }
  return [...found, withoutReturn(rest)];
}

function withoutReturn(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

/** Where at most `length` bytes end with a whole character; bytes that are none may be cut anywhere. */
function boundary(bytes: Buffer, length: number): number {
  for (let back = 1; back <= 3; back += 1) {
    const byte = bytes[length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const size = byte >= 0xf5 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
    return size > back ? length - back : length;
  }
  return length;
}
