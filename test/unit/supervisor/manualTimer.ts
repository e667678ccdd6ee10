import type { StartTimer } from '../../../src/supervisor/logs/startTimer.ts';

/** Timers that fire when told to. */
export class ManualTimer {
  #callbacks = new Set<() => void>();

  readonly start: StartTimer = (callback) => {
    const own = (): void => {
      callback();
    };
    this.#callbacks.add(own);
    return () => this.#callbacks.delete(own);
  };

  get running(): number {
    return this.#callbacks.size;
  }

  /** Fires all that are running. */
  fire(): void {
    const due = [...this.#callbacks];
    this.#callbacks.clear();
    for (const callback of due) callback();
  }
}
