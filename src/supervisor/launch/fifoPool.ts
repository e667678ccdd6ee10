import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '../platform/platform.ts';
import type { OutputPaths } from './instanceOutput.ts';

/** Made at once, because each making starts a process of a few milliseconds. */
const batchSize = 8;

/**
 * Keeps FIFOs for instances, made in batches and used again: a pair whose both streams have ended has no writer
 * left. `take` rejects where the system has none.
 */
export class FifoPool {
  readonly #platform: Pick<Platform, 'makeFifos'>;
  readonly #folder: string;
  readonly #free: OutputPaths[] = [];
  #demand = 0;
  #made = 0;
  #filling: Promise<void> | undefined;

  /** `folder` belongs to this pool alone; what is in it is left over from an earlier one. */
  constructor(platform: Pick<Platform, 'makeFifos'>, folder: string) {
    this.#platform = platform;
    this.#folder = folder;
  }

  async take(): Promise<OutputPaths> {
    this.#demand += 1;
    try {
      for (;;) {
        const pair = this.#free.pop();
        if (pair !== undefined) return pair;
        await this.#fill();
      }
    } finally {
      this.#demand -= 1;
    }
  }

  /** Both streams have ended. */
  giveBack(pair: OutputPaths): void {
    this.#free.push(pair);
  }

  #fill(): Promise<void> {
    this.#filling ??= this.#make().finally(() => (this.#filling = undefined));
    return this.#filling;
  }

  async #make(): Promise<void> {
    // By the time the folder is there, all who asked in this turn have been counted.
    if (this.#made === 0) await rm(this.#folder, { recursive: true, force: true });
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const pairs = Array.from({ length: Math.max(batchSize, this.#demand) }, () => this.#name());
    await this.#platform.makeFifos(pairs.flatMap(({ out, err }) => [out, err]));
    this.#free.push(...pairs);
  }

  #name(): OutputPaths {
    this.#made += 1;
    return { out: join(this.#folder, `${this.#made}.out`), err: join(this.#folder, `${this.#made}.err`) };
  }
}
