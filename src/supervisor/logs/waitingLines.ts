import type { LogLine } from '../../protocol/model.ts';
import type { LogBlock } from './logBlock.ts';
import { decodeBlock } from './logBlock.ts';

/** Lines of one instance that are still to be sent to one client: undecoded, because many are left out again. */
export class WaitingLines {
  #blocks: LogBlock[] = [];
  #lines = 0;
  #bytes = 0;
  #dropped = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#lines === 0 && this.#dropped === 0;
  }

  add(block: LogBlock): void {
    this.#blocks.push(block);
    this.#lines += block.count;
    this.#bytes += block.bytes.length;
  }

  /** Leaves out what is old, so that not many more than the newest `most` lines, or `bytes`, are left. */
  shorten(most: number, bytes: number): void {
    let old = 0;
    for (; old < this.#blocks.length - 1; old++) {
      const block = this.#blocks[old];
      if (block === undefined || (this.#lines - block.count < most && this.#bytes <= bytes)) break;
      this.#lines -= block.count;
      this.#dropped += block.count;
      this.#bytes -= block.bytes.length;
    }
    if (old > 0) this.#blocks.splice(0, old);
  }

  /** The newest `most` lines at most, and how many came before them that were left out. */
  take(most: number): { readonly lines: LogLine[]; readonly dropped: number } {
    const all = this.#blocks.flatMap(decodeBlock);
    const lines = all.slice(Math.max(0, all.length - most));
    const dropped = this.#dropped + all.length - lines.length;
    this.#blocks = [];
    this.#lines = this.#bytes = this.#dropped = 0;
    return { lines, dropped };
  }
}
