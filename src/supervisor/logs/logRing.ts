import type { LogLine } from '../../protocol/model.ts';
import type { LogBlock } from './logBlock.ts';
import { decodeBlock } from './logBlock.ts';

/** Kept per instance. */
export const ringLines = 5000;

/** Very long lines are kept up to this many bytes per instance, however few they are. */
export const ringBytes = 2 * 1024 * 1024;

/** Blocks of up to this size are copied, so that a short line does not keep the large chunk alive that it came in. */
const copiedBytes = 2048;

/** The last lines of an instance. Whole blocks leave at the old end, so it may hold a few more than it tells. */
export class LogRing {
  #blocks: LogBlock[] = [];
  /** Blocks before this index have left; they are cut off in bulk. */
  #first = 0;
  #lines = 0;
  #bytes = 0;

  push(block: LogBlock): void {
    const kept = block.bytes.length <= copiedBytes ? { ...block, bytes: Buffer.from(block.bytes) } : block;
    this.#blocks.push(kept);
    this.#lines += kept.count;
    this.#bytes += kept.bytes.length;
    for (;;) {
      const oldest = this.#blocks[this.#first];
      if (oldest === undefined || oldest === kept) break;
      if (this.#lines - oldest.count < ringLines && this.#bytes <= ringBytes) break;
      this.#lines -= oldest.count;
      this.#bytes -= oldest.bytes.length;
      this.#first++;
    }
    if (this.#first > 64 && this.#first > this.#blocks.length / 2) {
      this.#blocks = this.#blocks.slice(this.#first);
      this.#first = 0;
    }
  }

  /** The last `count` lines, oldest first. */
  tail(count: number): LogLine[] {
    const wanted = Math.min(count, ringLines);
    const blocks: LogBlock[] = [];
    let lines = 0;
    for (let at = this.#blocks.length - 1; at >= this.#first && lines < wanted; at--) {
      const block = this.#blocks[at];
      if (block === undefined) break;
      blocks.push(block);
      lines += block.count;
    }
    return wanted <= 0 ? [] : blocks.reverse().flatMap(decodeBlock).slice(-wanted);
  }

  clear(): void {
    this.#blocks = [];
    this.#first = 0;
    this.#lines = 0;
    this.#bytes = 0;
  }
}
