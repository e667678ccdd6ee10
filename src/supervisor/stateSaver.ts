import type { SavedState } from './state.ts';
import { writeState } from './state.ts';

/** Processes come and go; what is saved of them is a hint and may lag this far behind. */
const lagMs = 500;

/** Writes the state file when what it would say has changed. A failure is logged and tried again with the next change. */
export class StateSaver {
  #written = '';
  #timer: NodeJS.Timeout | undefined;
  readonly #dir: string;
  readonly #current: () => SavedState;

  constructor(dir: string, current: () => SavedState) {
    this.#dir = dir;
    this.#current = current;
  }

  schedule(): void {
    this.#timer ??= setTimeout(() => this.saveNow(), lagMs);
  }

  saveNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const state = this.#current();
    const text = JSON.stringify(state);
    if (text === this.#written) return;
    try {
      writeState(this.#dir, state);
      this.#written = text;
    } catch (error) {
      console.error(`state: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
