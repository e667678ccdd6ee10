import { closeSync, constants, openSync, readSync, rmSync } from 'node:fs';
import type { InputResult, InstanceOutput, OutputPaths, OutputSink } from './instanceOutput.ts';

const followEveryMs = 50;
const chunkBytes = 65_536;
const appending = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT;

/** The streams of an instance as files that are followed, for systems whose FIFOs do not serve. */
export class FileOutput implements InstanceOutput {
  readonly paths: OutputPaths;
  readonly #sink: OutputSink;
  readonly #readers: readonly { readonly stream: 'out' | 'err'; readonly fd: number }[];
  #reading: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writers: number[];
  #isOver = false;

  constructor(paths: OutputPaths, sink: OutputSink) {
    this.paths = paths;
    this.#sink = sink;
    this.#writers = [paths.out, paths.err].map((path) => openSync(path, appending, 0o600));
    this.#readers = [
      { stream: 'out', fd: openSync(paths.out, 'r') },
      { stream: 'err', fd: openSync(paths.err, 'r') },
    ];
    this.#followLater();
  }

  /** A file ends where it ends, so there is nothing to wait for on stdin. */
  get stdio(): readonly (number | 'ignore')[] {
    return ['ignore', ...this.#writers];
  }

  async input(): Promise<InputResult> {
    return 'none';
  }

  handedOver(): void {
    for (const fd of this.#writers) closeSync(fd);
    this.#writers = [];
  }

  /** What the instance wrote is in the files by now. */
  instanceExited(): void {
    clearTimeout(this.#timer);
    void (this.#reading ?? Promise.resolve())
      .then(() => this.#read())
      .finally(() => {
        this.abandon();
        this.#sink.onEnd();
      });
  }

  abandon(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.handedOver();
    for (const { fd } of this.#readers) closeSync(fd);
    for (const path of [this.paths.out, this.paths.err]) rmSync(path, { force: true });
  }

  #followLater(): void {
    this.#timer = setTimeout(() => {
      this.#reading = this.#read().finally(() => {
        this.#reading = undefined;
        if (!this.#isOver) this.#followLater();
      });
    }, followEveryMs);
  }

  /** To the present ends of the files, as fast as the output is taken. */
  async #read(): Promise<void> {
    for (const { stream, fd } of this.#readers) {
      while (!this.#isOver) {
        const chunk = Buffer.allocUnsafe(chunkBytes);
        const length = readSync(fd, chunk, 0, chunkBytes, null);
        if (length === 0) break;
        await this.#sink.onOutput(stream, chunk.subarray(0, length));
      }
    }
  }
}
