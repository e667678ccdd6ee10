import { plainText } from './plainText.ts';

/** What to append to an output channel now. */
export interface Burst {
  readonly lines: readonly string[];
  /** Lines that came since the last burst and are not among `lines`. */
  readonly skipped: number;
}

/**
 * Holds the lines of one instance between two flushes and lets the newest `limit` of them through, because an
 * output channel that is given more than a few thousand lines a second stalls the whole window.
 */
export class LinePacer {
  readonly #limit: number;
  #lines: string[] = [];
  #skipped = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** `dropped` counts lines that were left out before they came here. */
  add(lines: readonly string[], dropped = 0): void {
    this.#skipped += dropped;
    this.#lines.push(...lines.slice(-this.#limit));
    this.#skipped += Math.max(0, lines.length - this.#limit);
    const excess = this.#lines.length - this.#limit;
    if (excess <= 0) return;
    this.#lines.splice(0, excess);
    this.#skipped += excess;
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0 && this.#skipped === 0;
  }

  take(): Burst {
    const burst = { lines: this.#lines.map(plainText), skipped: this.#skipped };
    this.#lines = [];
    this.#skipped = 0;
    return burst;
  }
}
