import type { LogLine } from '../../protocol/model.ts';
import type { LogBlock } from './logBlock.ts';
import { decodeBlock } from './logBlock.ts';
import { LogPage } from './logPage.ts';

/** Kept per instance. */
export const ringLines = 5000;

/** Very long lines are kept up to this many bytes per instance, however few they are. */
export const ringBytes = 2 * 1024 * 1024;

/** The last lines of an instance. Whole pages leave at the old end, so it holds a few more than it tells. */
export class LogRing {
  #pages: LogPage[] = [];
  #lines = 0;
  #bytes = 0;

  push(block: LogBlock): void {
    this.#lines += block.count;
    this.#bytes += block.bytes.length;
    if (this.#pages.at(-1)?.add(block) === true) return;
    this.#pages.push(LogPage.for(block));
    for (
      let oldest = this.#pages[0];
      oldest !== undefined && this.#canLeave(oldest);
      oldest = this.#pages[0]
    ) {
      this.#lines -= oldest.lines;
      this.#bytes -= oldest.size;
      this.#pages.shift();
    }
  }

  /** The last `count` lines, oldest first; of one launch only, when it is given. */
  tail(count: number, launch?: number): LogLine[] {
    const wanted = Math.min(count, ringLines);
    if (wanted <= 0) return [];
    const blocks: LogBlock[] = [];
    let lines = 0;
    for (let page = this.#pages.length - 1; page >= 0 && lines < wanted; page--) {
      for (const block of this.#pages[page]?.blocks().reverse() ?? []) {
        if (lines >= wanted) break;
        if (launch !== undefined && block.launch !== launch) continue;
        blocks.push(block);
        lines += block.count;
      }
    }
    return blocks.reverse().flatMap(decodeBlock).slice(-wanted);
  }

  clear(): void {
    this.#pages = [];
    this.#lines = 0;
    this.#bytes = 0;
  }

  #canLeave(oldest: LogPage): boolean {
    if (this.#pages.length === 1) return false;
    return this.#lines - oldest.lines >= ringLines || this.#bytes > ringBytes;
  }
}
