import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '../platform/platform.ts';
import { FifoOutput } from './fifoOutput.ts';
import { FifoPool } from './fifoPool.ts';
import { FileOutput } from './fileOutput.ts';
import type { InstanceOutput, OutputPaths, OutputSink } from './instanceOutput.ts';

/** Opens the streams of instances: FIFOs where a test at the start shows that they work, else files. */
export class Outputs {
  readonly #folder: string;
  readonly #pool: FifoPool;
  readonly #hasFifos: Promise<boolean>;
  #files = 0;

  /** `folder` belongs to these streams alone. The first FIFOs are made at once, before any start asks. */
  constructor(platform: Pick<Platform, 'makeFifos'>, folder: string) {
    this.#folder = folder;
    this.#pool = new FifoPool(platform, folder);
    this.#hasFifos = this.#test();
  }

  async open(sink: OutputSink): Promise<InstanceOutput> {
    if (await this.#hasFifos) return new FifoOutput(this.#pool, await this.#pool.take(), sink);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    this.#files += 1;
    const base = join(this.#folder, `file-${this.#files}`);
    return new FileOutput({ out: `${base}.out`, err: `${base}.err` }, sink);
  }

  async #test(): Promise<boolean> {
    try {
      const pair = await this.#pool.take();
      const works = carriesBytesAndEnds(pair);
      this.#pool.giveBack(pair);
      return works;
    } catch (error) {
      console.error(`Output goes through files, because FIFOs do not work here: ${String(error)}`);
      return false;
    }
  }
}

/** Writes a byte through a FIFO, reads it, and sees the end once the writer is closed. */
function carriesBytesAndEnds({ out }: OutputPaths): boolean {
  const writer = openSync(out, constants.O_RDWR);
  const reader = openSync(out, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    writeSync(writer, 'x');
    const byte = Buffer.alloc(2);
    if (readSync(reader, byte) !== 1) return false;
  } finally {
    closeSync(writer);
  }
  try {
    return readSync(reader, Buffer.alloc(1)) === 0;
  } finally {
    closeSync(reader);
  }
}
