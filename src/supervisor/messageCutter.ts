/** Far above any honest message, whose largest part is an environment. */
export const messageLimitBytes = 4 * 1024 * 1024;

/** Far above any honest header, which says no more than a length. */
export const headerLimitBytes = 1024;

const headerEnd = '\r\n\r\n';
const lengthLine = /^content-length:[ \t]*(\d+)[ \t]*$/im;

/**
 * Cuts a stream of bytes into the texts of messages, each behind a header with its length. Every byte is looked at a
 * few times at most, however small the pieces are in which it comes.
 */
export class MessageCutter {
  /** The beginning of a header whose end has not come: less than a header may have. */
  #header: Buffer = Buffer.alloc(0);
  /** The pieces of a text that is not complete. */
  #pieces: Buffer[] = [];
  /** Bytes of the text that have not come; undefined within a header. */
  #missing: number | undefined;

  /** The texts that are complete with these bytes. Throws when they are no messages, or one is too long. */
  push(chunk: Buffer): readonly string[] {
    const texts: string[] = [];
    for (let rest = chunk; rest.length > 0;) {
      rest = this.#missing === undefined ? this.#takeHeader(rest) : this.#takeText(rest, this.#missing);
      if (this.#missing !== 0) continue;
      texts.push(Buffer.concat(this.#pieces).toString());
      this.#pieces = [];
      this.#missing = undefined;
    }
    return texts;
  }

  /** What comes behind the header, if that ends here. */
  #takeHeader(bytes: Buffer): Buffer {
    const known = this.#header.length;
    const header = Buffer.concat([this.#header, bytes.subarray(0, headerLimitBytes - known)]);
    const end = header.indexOf(headerEnd, Math.max(0, known - headerEnd.length));
    if (end === -1) {
      if (header.length === headerLimitBytes)
        throw new Error(`a header of more than ${headerLimitBytes} bytes`);
      this.#header = header;
      return bytes.subarray(bytes.length);
    }
    this.#missing = textLength(header.toString('latin1', 0, end));
    this.#header = this.#header.subarray(0, 0);
    return bytes.subarray(end + headerEnd.length - known);
  }

  #takeText(bytes: Buffer, missing: number): Buffer {
    const piece = bytes.subarray(0, missing);
    this.#pieces.push(piece);
    this.#missing = missing - piece.length;
    return bytes.subarray(piece.length);
  }
}

function textLength(header: string): number {
  const length = lengthLine.exec(header)?.[1];
  if (length === undefined) throw new Error('a header without a length');
  if (Number(length) > messageLimitBytes)
    throw new Error(`a message of more than ${messageLimitBytes} bytes`);
  return Number(length);
}
