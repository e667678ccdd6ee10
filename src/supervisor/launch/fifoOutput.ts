import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { FifoPool } from './fifoPool.ts';
import type { InstanceOutput, OutputPaths, OutputSink } from './instanceOutput.ts';

/**
 * After the exit, descendants may hold the streams open for as long as they like. What the instance itself
 * wrote is in the FIFO by then, so silence of this length means that it has all been read.
 */
const quietMs = 200;
/** A descendant that never falls silent does not keep an instance from ending. */
const quietWithinMs = 2000;

/** The streams of an instance as FIFOs, read from the start and drained as long as anybody writes. */
export class FifoOutput implements InstanceOutput {
  readonly paths: OutputPaths;
  readonly #pool: FifoPool;
  readonly #sink: OutputSink;
  #writers: number[];
  #open = 2;
  #exited = false;
  #ended = false;
  #received = 0;
  #paused = 0;
  #quiet: NodeJS.Timeout | undefined;
  #cap: NodeJS.Timeout | undefined;

  /** `paths` are FIFOs of `pool`, which get back there when nobody writes into them any more. */
  constructor(pool: FifoPool, paths: OutputPaths, sink: OutputSink) {
    this.#pool = pool;
    this.paths = paths;
    this.#sink = sink;
    // A writer must be there before the first read, which would find the end of the stream otherwise; opened
    // for both, because opening for writing alone waits for a reader.
    this.#writers = [paths.out, paths.err].map((path) => openSync(path, constants.O_RDWR));
    this.#read('out', paths.out);
    this.#read('err', paths.err);
  }

  get writers(): readonly number[] {
    return this.#writers;
  }

  handedOver(): void {
    for (const fd of this.#writers) closeSync(fd);
    this.#writers = [];
  }

  abandon(): void {
    this.#ended = true;
    this.handedOver();
  }

  instanceExited(): void {
    this.#exited = true;
    this.handedOver();
    if (this.#open === 0) return this.#end();
    this.#quiet = setTimeout(() => this.#endIfQuiet(), quietMs);
    this.#cap = setTimeout(() => this.#endAtLast(), quietWithinMs);
  }

  #read(stream: 'out' | 'err', path: string): void {
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const socket = new Socket({ fd, readable: true, writable: false });
    socket.on('data', (chunk) => {
      if (this.#ended) return;
      this.#received += chunk.length;
      this.#quiet?.refresh();
      const full = this.#sink.onOutput(stream, chunk);
      if (full !== undefined) this.#pause(socket, full);
    });
    // A read error ends the stream as its end does; `close` follows both.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#open -= 1;
      if (this.#open > 0) return;
      if (this.#ended) this.#pool.giveBack(this.paths);
      else if (this.#exited) this.#end();
    });
  }

  /** Whoever takes the output is behind: the instance waits in its next write, and nothing is lost. */
  #pause(socket: Socket, full: Promise<void>): void {
    socket.pause();
    this.#paused += 1;
    const resume = (): void => {
      this.#paused -= 1;
      socket.resume();
    };
    full.then(resume, resume);
  }

  /** A timer that is late because this process was busy fires before what has arrived meanwhile is read. */
  #endIfQuiet(): void {
    const before = this.#received;
    setImmediate(() => {
      if (this.#received === before && this.#paused === 0) this.#end();
      else this.#quiet?.refresh();
    });
  }

  #endAtLast(): void {
    if (this.#paused === 0) this.#end();
    else this.#cap?.refresh();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#quiet);
    clearTimeout(this.#cap);
    if (this.#open === 0) this.#pool.giveBack(this.paths);
    this.#sink.onEnd();
  }
}
