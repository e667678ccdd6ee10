/** A program tells once a second; one that is this late is stuck, in milliseconds. */
const expectedWithinMs = 2000;

/** The lag of one process's event loop, as its shim tells it while it is asked to. */
export class LoopLag {
  readonly #ask: (on: boolean) => boolean;
  readonly #now: () => number;
  #isAsked = false;
  #last: { readonly ms: number; readonly at: number } | undefined;

  /** `ask` returns false when the process cannot be asked, or not yet. `now` is in milliseconds and never jumps. */
  constructor(ask: (on: boolean) => boolean, now: () => number = () => performance.now()) {
    this.#ask = ask;
    this.#now = now;
  }

  /** To be called again and again while `on`: the process may not be there yet. */
  measure(on: boolean): void {
    if (on === this.#isAsked) return;
    this.#isAsked = this.#ask(on) && on;
    this.#last = undefined;
  }

  take(ms: number): void {
    if (this.#isAsked) this.#last = { ms, at: this.#now() };
  }

  /** In milliseconds, null when it is not known. Of a program that has fallen silent: for how long. */
  get value(): number | null {
    if (this.#last === undefined) return null;
    const silentMs = this.#now() - this.#last.at;
    return silentMs > expectedWithinMs ? Math.round(silentMs) : this.#last.ms;
  }
}
