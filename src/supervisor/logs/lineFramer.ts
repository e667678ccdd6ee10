import type { StartTimer } from './startTimer.ts';
import { characterBoundary } from './utf8.ts';

/** Bytes of whole lines, or of one piece of a line that was too long or waited too long for its end. */
export interface LineBlock {
  /** As they came, line ends included: the blocks of a stream, one after the other, are the stream. */
  readonly bytes: Buffer;
  /** Leading bytes that only end a line whose text came with the block before. */
  readonly skip: number;
  /** Lines from `skip` on. */
  readonly count: number;
}

/** Lines longer than this are cut, on a character boundary. */
export const maxLineBytes = 64 * 1024;

/** How long the beginning of a line waits for the rest before it is passed on, as a prompt must be. */
export const partialLineMs = 100;

const newline = 0x0a;
const carriageReturn = 0x0d;

/**
 * Cuts a stream of bytes into blocks of whole lines. It looks at bytes only and never cuts a UTF-8 character;
 * nothing is decoded, and nothing is copied but a line that spans chunks.
 */
export class LineFramer {
  readonly #emit: (block: LineBlock) => void;
  readonly #startTimer: StartTimer;
  /** The beginning of a line whose end has not come. */
  #held: Buffer[] = [];
  #heldBytes = 0;
  /** Whether a piece of the current line has been emitted, so that its end alone is no line. */
  #insideLine = false;
  #cancelTimer: (() => void) | undefined;

  constructor(emit: (block: LineBlock) => void, startTimer: StartTimer) {
    this.#emit = emit;
    this.#startTimer = startTimer;
  }

  push(chunk: Buffer): void {
    // Within so many bytes no line can be too long but the one continued from before.
    for (let at = 0; at < chunk.length; at += maxLineBytes) {
      this.#pushPart(chunk.length <= maxLineBytes ? chunk : chunk.subarray(at, at + maxLineBytes));
    }
  }

  /** The stream has ended: what is held is its last line. */
  end(): void {
    if (this.#heldBytes > 0) this.#emitHeld(this.#heldBytes);
    this.#insideLine = false;
  }

  #pushPart(part: Buffer): void {
    let from = 0;
    if (this.#heldBytes > 0 || this.#insideLine) {
      from = part.indexOf(newline) + 1;
      if (from === 0) {
        this.#hold(part);
        this.#cutHeld(0);
        return;
      }
      this.#hold(part.subarray(0, from));
      this.#cutHeld(this.#lineEndLength());
      this.#emitHeld(this.#heldBytes);
      this.#insideLine = false;
    }
    const to = part.lastIndexOf(newline) + 1;
    if (to > from) {
      const bytes = part.subarray(from, to);
      this.#emit({ bytes, skip: 0, count: countLines(bytes) });
      from = to;
    }
    if (from < part.length) this.#hold(part.subarray(from));
  }

  #hold(bytes: Buffer): void {
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    this.#cancelTimer ??= this.#startTimer(() => {
      this.#cancelTimer = undefined;
      const whole = characterBoundary(this.#joined(), this.#heldBytes);
      if (whole > 0) this.#emitHeld(whole);
    }, partialLineMs);
  }

  /** Emits pieces of full length until what is held, but for the line end, is no longer than a line may be. */
  #cutHeld(lineEnd: number): void {
    while (this.#heldBytes - lineEnd > maxLineBytes) {
      this.#emitHeld(characterBoundary(this.#joined(), maxLineBytes));
    }
  }

  /** Emits the first `length` bytes held; they are a piece of a line or its end. */
  #emitHeld(length: number): void {
    const held = this.#joined();
    const bytes = held.subarray(0, length);
    this.#held = length < held.length ? [held.subarray(length)] : [];
    this.#heldBytes -= length;
    if (this.#heldBytes === 0) {
      this.#cancelTimer?.();
      this.#cancelTimer = undefined;
    }
    const endsOnly = this.#insideLine && isLineEnd(bytes);
    this.#insideLine = true;
    this.#emit({ bytes, skip: endsOnly ? length : 0, count: endsOnly ? 0 : 1 });
  }

  #lineEndLength(): number {
    const held = this.#joined();
    return held.at(-2) === carriageReturn ? 2 : 1;
  }

  #joined(): Buffer {
    const [only = Buffer.alloc(0)] = this.#held;
    if (this.#held.length <= 1) return only;
    const joined = Buffer.concat(this.#held, this.#heldBytes);
    this.#held = [joined];
    return joined;
  }
}

/** LF, CR LF, or a CR whose LF has not come yet. */
function isLineEnd(bytes: Buffer): boolean {
  if (bytes.length === 1) return bytes[0] === newline || bytes[0] === carriageReturn;
  return bytes.length === 2 && bytes[0] === carriageReturn && bytes[1] === newline;
}

/** Splitting looks for all ends in one call, which is many times as fast as a call for each. */
function countLines(bytes: Buffer): number {
  return bytes.toString('latin1').split('\n').length - 1;
}
