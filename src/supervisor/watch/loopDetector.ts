/** A file that an app writes at each start is written this soon after it. */
const withinMs = 10_000;
/** Nobody saves, sees the restart and saves again as fast as this: so many restarts in a row are the app's own. */
const fast = { ms: 800, restarts: 3 };
/** Later ones could be a person's, unless they come as regularly as no person is. */
const regular = { spreadMs: 200, restarts: 5 };

/** One restart that a change of files caused. */
export interface WatchedRestart {
  /** As told by the watch. Never none. */
  readonly files: readonly string[];
  /** When the app had been started, and when the change was told, in milliseconds of the same clock. */
  readonly startedAt: number;
  readonly changedAt: number;
}

/** Restarts that look as if the app caused them. */
export interface SuspectedLoop {
  /** What all of the restarts have in common. */
  readonly files: readonly string[];
  /** How long after a start the files changed, at least and at most. */
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Suspects that an app writes files it is watched for at each start, and so is restarted without end. One of it
 * belongs to one app.
 */
export class LoopDetector {
  readonly #fast: { readonly ms: number; readonly restarts: number };
  readonly #regular: { readonly spreadMs: number; readonly restarts: number };
  /** The files that all restarts of this row have in common. */
  #common: readonly string[] = [];
  /** How long after the start the change came, for each restart of this row. */
  #latencies: readonly number[] = [];

  /** `patience` multiplies the number of restarts it takes. */
  constructor(patience = 1) {
    this.#fast = { ...fast, restarts: fast.restarts * patience };
    this.#regular = { ...regular, restarts: regular.restarts * patience };
  }

  /** To be told of each restart by watch. Answers with what the row of them looks like, once it is long enough. */
  restarted({ files, startedAt, changedAt }: WatchedRestart): SuspectedLoop | undefined {
    const latency = changedAt - startedAt;
    const common = this.#common.filter((file) => files.includes(file));
    const goesOn = common.length > 0;
    this.#common = goesOn ? common : files;
    this.#latencies = goesOn ? [...this.#latencies.slice(1 - this.#longest), latency] : [latency];
    if (latency > withinMs) this.reset();
    if (!this.#isFast() && !this.#isRegular()) return undefined;
    const loop = {
      files: this.#common,
      fromMs: Math.min(...this.#latencies),
      toMs: Math.max(...this.#latencies),
    };
    this.reset();
    return loop;
  }

  /** A restart for any other reason ends the row. */
  reset(): void {
    this.#common = [];
    this.#latencies = [];
  }

  get #longest(): number {
    return Math.max(this.#fast.restarts, this.#regular.restarts);
  }

  #isFast(): boolean {
    const last = this.#latencies.slice(-this.#fast.restarts);
    return last.length === this.#fast.restarts && last.every((latency) => latency <= this.#fast.ms);
  }

  #isRegular(): boolean {
    const last = this.#latencies.slice(-this.#regular.restarts);
    const spread = Math.max(...last) - Math.min(...last);
    return last.length === this.#regular.restarts && spread <= this.#regular.spreadMs;
  }
}
