import type { LogBlock } from './logBlock.ts';

const pageBytes = 16 * 1024;

/** Blocks larger than this get a page of their own and are not copied. */
const copiedBytes = pageBytes / 4;

/** Numbers kept per block: arrival, stream, launch, bytes to skip, lines, end in the page. */
const stride = 6;

/**
 * A few blocks, one after the other in one buffer. An app that writes line by line makes thousands of them, which
 * as objects would take many times their text.
 */
export class LogPage {
  lines = 0;
  /** Bytes in use. */
  size = 0;
  readonly #bytes: Buffer;
  readonly #marks: number[] = [];

  /** The page that a block begins when it does not fit into the one before. */
  static for(block: LogBlock): LogPage {
    const isOwn = block.bytes.length > copiedBytes;
    const page = new LogPage(isOwn ? block.bytes : Buffer.allocUnsafeSlow(pageBytes));
    page.#mark(block);
    if (!isOwn) block.bytes.copy(page.#bytes);
    return page;
  }

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Copies a block into this page; false when there is no room. */
  add(block: LogBlock): boolean {
    const at = this.size;
    if (block.bytes.length > copiedBytes || at + block.bytes.length > this.#bytes.length) return false;
    this.#mark(block);
    block.bytes.copy(this.#bytes, at);
    return true;
  }

  blocks(): LogBlock[] {
    const found: LogBlock[] = [];
    let from = 0;
    for (let mark = 0; mark < this.#marks.length; mark += stride) {
      const [at = 0, isErr, launch = 0, skip = 0, count = 0, end = 0] = this.#marks.slice(
        mark,
        mark + stride,
      );
      found.push({
        at,
        stream: isErr === 1 ? 'err' : 'out',
        launch,
        skip,
        count,
        bytes: this.#bytes.subarray(from, end),
      });
      from = end;
    }
    return found;
  }

  #mark({ at, stream, launch = 0, skip, count, bytes }: LogBlock): void {
    this.lines += count;
    this.size += bytes.length;
    this.#marks.push(at, stream === 'err' ? 1 : 0, launch, skip, count, this.size);
  }
}
