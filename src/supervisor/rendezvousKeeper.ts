import type { FSWatcher } from 'node:fs';
import { existsSync, readFileSync, readdirSync, renameSync, watch, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generationFile, generationsIn } from '../protocol/rendezvous.ts';
import { prepareFolder } from './lock.ts';

/** Whoever removes a folder removes one name after the other; what came back in between would be in their way. */
const settleMs = 50;
/** How often to look where nothing tells of changes. */
const lookMs = 5_000;

export interface RendezvousOptions {
  readonly runtimeDir: string;
  readonly generation: number;
  /** The socket's path; null where it is no file (Windows). */
  readonly socket: string | null;
  /** The socket has been removed: accept clients at its path again. */
  readonly listenAgain: () => Promise<void>;
  /** Another supervisor has taken over, since the lock was not to be read for a moment. */
  readonly onSuperseded: () => void;
}

/**
 * Keeps lock and socket of a live supervisor in their places, from where cleaners of temporary files take them: no
 * client would find it otherwise, and the next one would start a second supervisor beside it.
 */
export class RendezvousKeeper {
  readonly #options: RendezvousOptions;
  readonly #lock: string;
  readonly #lockText: string;
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  /** The lock must be there. */
  constructor(options: RendezvousOptions) {
    this.#options = options;
    this.#lock = join(options.runtimeDir, generationFile(options.generation));
    this.#lockText = readFileSync(this.#lock, 'utf8');
  }

  /** To be called once the socket is there too. */
  begin(): void {
    this.#watch();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#watcher?.close();
    clearTimeout(this.#timer);
  }

  #watch(): void {
    this.#watcher?.close();
    try {
      const watcher = watch(this.#options.runtimeDir, { persistent: false }, () => this.#lookIn(settleMs));
      watcher.on('error', () => this.#lookIn(lookMs));
      this.#watcher = watcher;
    } catch {
      // No more watchers are to be had.
      this.#lookIn(lookMs);
    }
  }

  #lookIn(ms: number): void {
    if (this.#isDisposed || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#restore().catch((error: unknown) => {
        console.error(`runtime folder: ${error instanceof Error ? error.message : String(error)}`);
        this.#lookIn(lookMs);
      });
    }, ms).unref();
  }

  async #restore(): Promise<void> {
    const { runtimeDir, generation, socket, listenAgain, onSuperseded } = this.#options;
    const wasRemoved = !existsSync(runtimeDir);
    if (wasRemoved) {
      prepareFolder(dirname(runtimeDir));
      prepareFolder(runtimeDir);
    }
    if ((generationsIn(readdirSync(runtimeDir))[0] ?? 0) > generation) {
      this.dispose();
      onSuperseded();
      return;
    }
    if (!this.#isLockWhole()) this.#writeLock();
    if (socket !== null && !existsSync(socket)) await listenAgain();
    if (wasRemoved) this.#watch();
  }

  #isLockWhole(): boolean {
    try {
      return readFileSync(this.#lock, 'utf8') === this.#lockText;
    } catch {
      // Missing, or something else in its place.
      return false;
    }
  }

  #writeLock(): void {
    const draft = `${this.#lock}.draft`;
    writeFileSync(draft, this.#lockText, { mode: 0o600 });
    renameSync(draft, this.#lock);
    console.error(`The lock ${this.#lock} was damaged or removed, and has been put back`);
  }
}
