import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { FifoPool, Fifos } from './fifoPool.ts';
import type { InputResult, InstanceOutput, OutputPaths, OutputSink } from './instanceOutput.ts';
import { writeInput } from './writeInput.ts';

/**
 * After the exit, descendants may hold the streams open for as long as they like. What the instance itself
 * wrote is in the FIFO by then, so silence of this length means that it has all been read.
 */
const quietMs = 200;
/** A descendant that never falls silent does not keep an instance from ending. */
const quietWithinMs = 2000;

/** What a FIFO holds, and so what there is to read at once at most. All read into the same place, as none waits. */
const place = Buffer.allocUnsafeSlow(64 * 1024);
/**
 * After a piece of this size but less than all that fits, more is on its way: read a moment later it is one piece
 * instead of many, each of which costs as much. The instance writes on meanwhile.
 */
const floodBytes = 4096;
const gatherMs = 1;

export interface OutputOptions {
  readonly sink: OutputSink;
  /** Whether the instance can be given something to read. */
  readonly hasInput: boolean;
}

/** The streams of an instance as FIFOs, read from the start and drained as long as anybody writes. */
export class FifoOutput implements InstanceOutput {
  readonly paths: OutputPaths;
  readonly #pool: FifoPool;
  readonly #sink: OutputSink;
  readonly #fifos: Fifos;
  #stdio: readonly (number | 'ignore')[];
  #inputs: Promise<unknown> = Promise.resolve();
  #open = 2;
  #exited = false;
  #ended = false;
  #received = 0;
  #paused = 0;
  #quiet: NodeJS.Timeout | undefined;
  #cap: NodeJS.Timeout | undefined;

  /**
   * `fifos` are of `pool`, and get back there when nobody has them open any more. Without `hasInput` stdin is at its
   * end from the start.
   */
  constructor(pool: FifoPool, fifos: Fifos, { sink, hasInput }: OutputOptions) {
    this.#pool = pool;
    this.#fifos = fifos;
    this.paths = hasInput ? fifos : { ...fifos, in: null };
    this.#sink = sink;
    // A writer must be there before the first read, which would find the end of the stream otherwise; opened
    // for both, because opening for writing alone waits for a reader. An instance that has its stdin open for both
    // never sees the end of it, and nobody else has to hold it open.
    this.#stdio = [this.paths.in, fifos.out, fifos.err].map((path) =>
      path === null ? 'ignore' : openSync(path, constants.O_RDWR),
    );
    this.#read('out', fifos.out);
    this.#read('err', fifos.err);
  }

  get stdio(): readonly (number | 'ignore')[] {
    return this.#stdio;
  }

  handedOver(): void {
    for (const fd of this.#stdio) if (fd !== 'ignore') closeSync(fd);
    this.#stdio = [];
  }

  input(text: string): Promise<InputResult> {
    const write = async (): Promise<InputResult> => {
      // The FIFO may be another instance's by then.
      const isOpen = (): boolean => !this.#exited && !this.#ended;
      return this.paths.in === null ? 'none' : writeInput(this.paths.in, text, isOpen);
    };
    // One after the other, so that texts do not mix.
    const written = this.#inputs.then(write);
    this.#inputs = written.catch(() => undefined);
    return written;
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
    const take = (length: number): boolean => {
      if (this.#ended) return true;
      this.#received += length;
      this.#quiet?.refresh();
      const full = this.#sink.onOutput(stream, Buffer.from(place.subarray(0, length)));
      const isFlood = length >= floodBytes && length < place.length;
      const busy = full ?? (isFlood ? pause(gatherMs) : undefined);
      if (busy !== undefined) this.#pause(socket, busy);
      return true;
    };
    const socket = new Socket({
      fd,
      readable: true,
      writable: false,
      onread: { buffer: place, callback: take },
    });
    socket.resume();
    // A read error ends the stream as its end does; `close` follows both.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#open -= 1;
      if (this.#open > 0) return;
      if (this.#ended) this.#pool.giveBack(this.#fifos);
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
    if (this.#open === 0) this.#pool.giveBack(this.#fifos);
    this.#sink.onEnd();
  }
}
