import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface RotatingFileOptions {
  /** Size at which a new file is begun. */
  readonly maxBytes: number;
  /** How many files there are at most, the current one included: `x.log`, `x.log.1` … */
  readonly files: number;
  /** Told once when writing begins to fail; what could not be written is lost. */
  readonly onError: (error: Error) => void;
  /** Milliseconds of a clock that only moves forward; the process's own when absent. */
  readonly now?: () => number;
}

/** More than this waiting to be written slows whoever writes. */
const highWaterBytes = 4 * 1024 * 1024;
/** What an app writes without a pause is written to the file so much at a time … */
const gatheredBytes = 256 * 1024;
/** … or as much as has come in this time: in small pieces the writes cost many times what the bytes do. */
const gatherMs = 5;
/** After a failure the file is tried again no sooner than this. */
export const retryMs = 5000;
const newline = 0x0a;
const lineEnd = Buffer.from('\n');

/**
 * A log file that keeps its order, and its size by beginning new files between two lines. Opened at the first
 * write. What several sources write is not mixed within a line.
 */
export class RotatingFile {
  readonly path: string;
  readonly #options: RotatingFileOptions;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #lastSource: unknown;
  #endsLine = true;
  #handle: FileHandle | undefined;
  /** Devices and pipes are written to, and never rotated. */
  #isRegular = true;
  #size = 0;
  /** Whether the file, as far as it has been written, ends with a whole line. */
  #writtenEndsLine = true;
  #writtenAt = -Infinity;
  #endGathering: (() => void) | undefined;
  /** Who waits for what is pending to be written. */
  #waiting = 0;
  #failedAt: number | undefined;
  #mustTruncate = false;
  #mustReopen = false;
  #work: Promise<void> | undefined;

  constructor(path: string, options: RotatingFileOptions) {
    this.path = path;
    this.#options = options;
  }

  /**
   * Takes bytes to be written; they must not be changed afterwards. `source` says who they come from: another
   * one's unfinished line is ended first. A promise means that much is waiting: write again when it resolves.
   */
  write(bytes: Buffer, source: unknown): Promise<void> | undefined {
    if (bytes.length === 0) return undefined;
    if (!this.#endsLine && source !== this.#lastSource) this.#add(lineEnd);
    this.#add(bytes);
    this.#endsLine = bytes[bytes.length - 1] === newline;
    this.#lastSource = source;
    this.#work ??= this.#drain();
    return this.#pendingBytes > highWaterBytes ? this.#work : undefined;
  }

  /** Empties the file, removes the older ones, and forgets what was still to be written. Resolves when that is done. */
  async truncate(): Promise<void> {
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#endsLine = true;
    this.#mustTruncate = true;
    this.#work ??= this.#drain();
    await this.flush();
  }

  /** Closes the file until the next write, which opens it anew, as after it was moved away by somebody else. */
  async reopen(): Promise<void> {
    this.#mustReopen = true;
    this.#work ??= this.#drain();
    await this.flush();
  }

  /** Resolves when all that was written so far is in the file. */
  async flush(): Promise<void> {
    this.#waiting += 1;
    this.#endGathering?.();
    while (this.#work !== undefined) await this.#work;
    this.#waiting -= 1;
  }

  /** Flushes and closes. A later write opens the file anew, as after it was moved away by somebody else. */
  async end(): Promise<void> {
    await this.flush();
    await this.#close();
  }

  #add(bytes: Buffer): void {
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    if (this.#pendingBytes >= gatheredBytes) this.#endGathering?.();
  }

  /** Waits a moment for more, where the last write was only just now. */
  #gather(): Promise<void> | undefined {
    const isEnough = this.#pendingBytes >= gatheredBytes || this.#waiting > 0;
    if (isEnough || this.#now() - this.#writtenAt >= gatherMs) return undefined;
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#endGathering = undefined;
        resolve();
      };
      const timer = setTimeout(end, gatherMs);
      this.#endGathering = end;
    });
  }

  async #drain(): Promise<void> {
    // Whatever else comes in this turn goes along.
    await Promise.resolve();
    while (this.#pending.length > 0 || this.#mustTruncate || this.#mustReopen) {
      await this.#gather();
      const batch = this.#pending;
      const length = this.#pendingBytes;
      this.#pending = [];
      this.#pendingBytes = 0;
      // Asked for in the meantime, it is done behind what is pending then.
      const mustReopen = this.#mustReopen;
      this.#mustReopen = false;
      if (this.#failedAt !== undefined && this.#now() - this.#failedAt < retryMs) {
        this.#mustTruncate = false;
        continue;
      }
      try {
        if (this.#mustTruncate) await this.#empty();
        if (length > 0) await this.#writeBatch(batch, length);
        // What was written so far has gone to the file that may have been moved away; the next line opens the new one.
        if (mustReopen) await this.#close();
        this.#failedAt = undefined;
      } catch (error) {
        await this.#fail(error);
      }
    }
    this.#work = undefined;
  }

  async #fail(error: unknown): Promise<void> {
    if (this.#failedAt === undefined) {
      this.#options.onError(error instanceof Error ? error : new Error(String(error)));
    }
    this.#failedAt = this.#now();
    // A file that cannot be written may not be closable either; that has been told by now.
    await this.#close().catch(() => undefined);
  }

  #now(): number {
    return this.#options.now?.() ?? performance.now();
  }

  async #empty(): Promise<void> {
    this.#mustTruncate = false;
    const handle = await this.#open();
    if (this.#isRegular) await handle.truncate(0);
    this.#size = 0;
    this.#writtenEndsLine = true;
    if (!this.#isRegular) return;
    for (let age = 1; age < this.#options.files; age++) await rm(`${this.path}.${age}`, { force: true });
  }

  async #writeBatch(batch: Buffer[], length: number): Promise<void> {
    if (this.#handle === undefined) {
      await this.#open();
      // Cut off when whoever wrote it before was killed.
      if (!this.#writtenEndsLine) await this.#writeAll([lineEnd], 1);
    }
    if (!this.#isRegular || this.#size + length <= this.#options.maxBytes) {
      await this.#writeAll(batch, length);
      return;
    }
    for (let rest = Buffer.concat(batch, length); rest.length > 0;) {
      const here = this.#fitting(rest);
      await this.#writeAll([rest.subarray(0, here)], here);
      rest = rest.subarray(here);
      if (rest.length > 0) await this.#rotate();
    }
  }

  /** How many of `bytes` go to the current file: whole lines if possible, and progress in any case. */
  #fitting(bytes: Buffer): number {
    const room = this.#options.maxBytes - this.#size;
    if (bytes.length <= room) return bytes.length;
    const wholeLines = room > 0 ? bytes.lastIndexOf(newline, room - 1) + 1 : 0;
    if (wholeLines > 0 || (this.#writtenEndsLine && this.#size > 0)) return wholeLines;
    const lineEndsAt = bytes.indexOf(newline) + 1;
    return lineEndsAt > 0 ? lineEndsAt : bytes.length;
  }

  async #writeAll(buffers: readonly Buffer[], length: number): Promise<void> {
    if (length === 0) return;
    const handle = await this.#open();
    let { bytesWritten } = await handle.writev([...buffers]);
    if (bytesWritten < length) {
      // A disk that is nearly full takes a part; the next attempt takes the rest or says why not.
      const all = Buffer.concat(buffers, length);
      while (bytesWritten < length) bytesWritten += (await handle.write(all, bytesWritten)).bytesWritten;
    }
    this.#size += length;
    this.#writtenAt = this.#now();
    this.#writtenEndsLine = buffers.at(-1)?.at(-1) === newline;
  }

  async #open(): Promise<FileHandle> {
    if (this.#handle !== undefined) return this.#handle;
    await mkdir(dirname(this.path), { recursive: true });
    const handle = await open(this.path, 'a+');
    this.#handle = handle;
    const stats = await handle.stat();
    this.#isRegular = stats.isFile();
    this.#size = stats.size;
    if (this.#isRegular && stats.size > 0) {
      const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, stats.size - 1);
      this.#writtenEndsLine = buffer[0] === newline;
    }
    return handle;
  }

  async #rotate(): Promise<void> {
    await this.#close();
    for (let age = this.#options.files - 1; age > 0; age--) {
      const from = age === 1 ? this.path : `${this.path}.${age - 1}`;
      try {
        await rename(from, `${this.path}.${age}`);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      }
    }
    await this.#open();
  }

  async #close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    this.#size = 0;
    this.#writtenEndsLine = true;
    await handle?.close();
  }
}
