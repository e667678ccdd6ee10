import type { MonitorLine } from '../../protocol/monitor.ts';

/**
 * Holds lines between two messages to the page and lets the newest through: it shows 500, and would stand still if it
 * were given all of a flood.
 */
export class LogTail {
  readonly #limit: number;
  #lines: MonitorLine[] = [];
  #skipped = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0 && this.#skipped === 0;
  }

  /** `dropped` counts lines that were left out before they came here. */
  add(lines: readonly MonitorLine[], dropped = 0): void {
    this.#lines.push(...lines.slice(-this.#limit));
    const excess = Math.max(0, this.#lines.length - this.#limit);
    this.#lines.splice(0, excess);
    this.#skipped += dropped + Math.max(0, lines.length - this.#limit) + excess;
  }

  /** In the order of their times, as the instances write independently. */
  take(): { readonly lines: readonly MonitorLine[]; readonly skipped: number } {
    const taken = { lines: this.#lines.sort((one, other) => one.at - other.at), skipped: this.#skipped };
    this.#lines = [];
    this.#skipped = 0;
    return taken;
  }
}
