import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '../platform/platform.ts';
import type { OutputOptions } from './fifoOutput.ts';
import { FifoOutput } from './fifoOutput.ts';
import type { Fifos } from './fifoPool.ts';
import { FifoPool } from './fifoPool.ts';
import { FileOutput } from './fileOutput.ts';
import type { InstanceOutput } from './instanceOutput.ts';

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

  async open(options: OutputOptions): Promise<InstanceOutput> {
    if (await this.#hasFifos) return new FifoOutput(this.#pool, await this.#pool.take(), options);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    this.#files += 1;
    const base = join(this.#folder, `file-${this.#files}`);
    return new FileOutput({ in: null, out: `${base}.out`, err: `${base}.err` }, options.sink);
  }

  async #test(): Promise<boolean> {
    try {
      const fifos = await this.#pool.take();
      const works = carriesBytesAndEnds(fifos);
      this.#pool.giveBack(fifos);
      return works;
    } catch (error) {
      console.error(`Output goes through files, because FIFOs do not work here: ${String(error)}`);
      return false;
    }
  }
}

/** Writes a byte through a FIFO, reads it, and sees the end once the writer is closed. */
function carriesBytesAndEnds({ out }: Fifos): boolean {
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
