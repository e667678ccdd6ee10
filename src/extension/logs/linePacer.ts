/** What to show now. */
export interface Burst<Line> {
  readonly lines: readonly Line[];
  /** Lines that came since the last burst and are not among `lines`. */
  readonly skipped: number;
}

/**
 * Holds lines between two flushes and lets the newest `limit` of them through, because an output channel or a terminal
 * that is given more than a few thousand lines a second stalls the whole window.
 */
export class LinePacer<Line> {
  readonly #limit: number;
  #lines: Line[] = [];
  #skipped = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** `make` makes what is held of a line that may pass; `dropped` counts lines left out before they came here. */
  add<Raw>(lines: readonly Raw[], make: (raw: Raw) => Line, dropped = 0): void {
    const newest = lines.slice(-this.#limit);
    this.#skipped += dropped + lines.length - newest.length;
    for (const line of newest) this.#lines.push(make(line));
    const excess = this.#lines.length - this.#limit;
    if (excess <= 0) return;
    this.#lines.splice(0, excess);
    this.#skipped += excess;
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0 && this.#skipped === 0;
  }

  take(): Burst<Line> {
    const burst = { lines: this.#lines, skipped: this.#skipped };
    this.#lines = [];
    this.#skipped = 0;
    return burst;
  }
}
