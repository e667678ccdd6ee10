import type { SavedState } from './state.ts';
import { writeState } from './state.ts';

/** Processes come and go; what is saved of them is a hint and may lag this far behind. */
const lagMs = 500;
/** What somebody has asked for is written this much later, so that the disk is not waited for before it is begun. */
const soonMs = 5;
/** After a failure the file is tried again, whether or not anything changes. */
const retryMs = 5_000;

/** Writes the state file when what it would say has changed. */
export class StateSaver {
  #written = '';
  #timer: NodeJS.Timeout | undefined;
  #isDue = false;
  #hasFailed = false;
  readonly #dir: string;
  readonly #current: () => SavedState;
  readonly #onFailure: (error: Error) => void;

  /** `onFailure` is told once when writing begins to fail, as where the disk is full. */
  constructor(dir: string, current: () => SavedState, onFailure: (error: Error) => void) {
    this.#dir = dir;
    this.#current = current;
    this.#onFailure = onFailure;
  }

  schedule(): void {
    this.#timer ??= setTimeout(() => this.saveNow(), lagMs);
  }

  /** In a moment, and at the latest by `settle`. */
  saveSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.saveNow(), soonMs);
  }

  /** What was to be saved soon is saved: to be called before anybody is told that it is done. */
  settle(): void {
    if (this.#isDue) this.saveNow();
  }

  saveNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isDue = false;
    try {
      const state = this.#current();
      const text = JSON.stringify(state);
      if (text === this.#written) return;
      writeState(this.#dir, state);
      this.#written = text;
      this.#hasFailed = false;
    } catch (error) {
      this.#timer = setTimeout(() => this.saveNow(), retryMs);
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #fail(error: Error): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    console.error(`state: ${error.message}`);
    this.#onFailure(error);
  }
}
