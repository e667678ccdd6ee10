import timersPromises from 'node:timers/promises';

interface Due {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  dateNow: Date.now,
  performanceNow: performance.now.bind(performance),
  sleep: timersPromises.setTimeout,
};

/** Lets whatever was resolved run, however long the chain is. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Time that only passes when it is told to. While it is installed the product's `setTimeout`, `Date.now`,
 * `performance.now` and the sleeping of `node:timers/promises` go by it.
 */
export class VirtualTime {
  now = 0;
  #order = 0;
  readonly #queue = new Map<number, Due>();

  /** Timers that are to fire. */
  get pending(): number {
    return this.#queue.size;
  }

  install(): void {
    globalThis.setTimeout = ((run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
      this.#handle(this.later(ms ?? 0, () => run(...args)))) as never;
    globalThis.clearTimeout = (handle) => this.#clear(handle);
    Date.now = () => 1_800_000_000_000 + this.now;
    performance.now = () => this.now;
    timersPromises.setTimeout = ((ms: number, value: unknown) =>
      new Promise((resolve) => this.later(ms, () => resolve(value)))) as never;
  }

  uninstall(): void {
    globalThis.setTimeout = real.setTimeout;
    globalThis.clearTimeout = real.clearTimeout;
    Date.now = real.dateNow;
    performance.now = real.performanceNow;
    timersPromises.setTimeout = real.sleep;
  }

  later(ms: number, run: () => void): number {
    this.#order += 1;
    this.#queue.set(this.#order, { at: this.now + Math.max(0, ms), order: this.#order, run });
    return this.#order;
  }

  /** Lets so many milliseconds pass, or fewer when `isOver` after an event. */
  async pass(ms: number, isOver: () => boolean = () => false): Promise<void> {
    const until = this.now + ms;
    await settle();
    while (!isOver()) {
      const due = this.#next();
      if (due === undefined || due.at > until) break;
      this.#queue.delete(due.order);
      this.now = due.at;
      due.run();
      await settle();
    }
    this.now = isOver() ? this.now : until;
  }

  #next(): Due | undefined {
    let next: Due | undefined;
    for (const due of this.#queue.values()) {
      if (next === undefined || due.at < next.at) next = due;
    }
    return next;
  }

  #handle(order: number): object {
    const handle = { order, ref: () => handle, unref: () => handle, hasRef: () => true };
    return handle;
  }

  #clear(handle: unknown): void {
    if (typeof handle === 'object' && handle !== null && 'order' in handle)
      this.#queue.delete(Number(handle.order));
    else if (handle !== undefined && handle !== null) real.clearTimeout(handle as never);
  }
}
