import { closeSync, constants, existsSync, openSync, rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '../platform/platform.ts';

/** Made at once, because each making starts a process of a few milliseconds: as many again as there are, within these. */
const smallestBatch = 8;
const largestBatch = 64;

/** One for each of the standard streams, as absolute paths. */
export interface Fifos {
  readonly in: string;
  readonly out: string;
  readonly err: string;
}

/**
 * Keeps FIFOs for instances, made in batches and used again: where both outputs have ended they have no writer
 * left. `take` rejects where the system has none.
 */
export class FifoPool {
  readonly #platform: Pick<Platform, 'makeFifos'>;
  readonly #folder: string;
  readonly #free: Fifos[] = [];
  #demand = 0;
  #made = 0;
  #filling: Promise<void> | undefined;

  /** `folder` belongs to this pool alone; what is in it is left over from an earlier one. */
  constructor(platform: Pick<Platform, 'makeFifos'>, folder: string) {
    this.#platform = platform;
    this.#folder = folder;
  }

  async take(): Promise<Fifos> {
    this.#demand += 1;
    try {
      for (;;) {
        const fifos = this.#free.pop();
        if (fifos === undefined) await this.#fill();
        // Cleaners of temporary files may have taken them.
        else if (existsSync(fifos.out)) return fifos;
      }
    } finally {
      this.#demand -= 1;
    }
  }

  /** Both outputs have ended. What still has the input open goes on having it to itself, and nobody finds it there. */
  giveBack(fifos: Fifos): void {
    if (!hasReader(fifos.in)) this.#free.push(fifos);
    else for (const path of [fifos.in, fifos.out, fifos.err]) rmSync(path, { force: true });
  }

  #fill(): Promise<void> {
    this.#filling ??= this.#make().finally(() => (this.#filling = undefined));
    return this.#filling;
  }

  async #make(): Promise<void> {
    // By the time the folder is there, all who asked in this turn have been counted.
    if (this.#made === 0) await rm(this.#folder, { recursive: true, force: true });
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const length = Math.max(smallestBatch, Math.min(this.#made, largestBatch), this.#demand);
    const made = Array.from({ length }, () => this.#name());
    await this.#platform.makeFifos(made.flatMap((fifos) => [fifos.in, fifos.out, fifos.err]));
    this.#free.push(...made);
  }

  #name(): Fifos {
    this.#made += 1;
    const path = (stream: keyof Fifos): string => join(this.#folder, `${this.#made}.${stream}`);
    return { in: path('in'), out: path('out'), err: path('err') };
  }
}

function hasReader(path: string): boolean {
  try {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
    return true;
  } catch {
    // ENXIO: nobody reads. One that cannot be opened for another reason is told by whoever takes it next.
    return false;
  }
}
