import type { Timer } from './slotState.ts';

/** The others let a process come back, or live on. */
const lateness: ReadonlySet<Timer> = new Set<Timer>(['ready', 'drain', 'kill']);

/**
 * The timers of one instance. While it stands at a breakpoint, none fires that is about a process being late. What came
 * due meanwhile gets its whole time again afterwards.
 */
export class SlotTimers {
  readonly #due: (timer: Timer) => void;
  readonly #running = new Map<Timer, NodeJS.Timeout>();
  readonly #waiting = new Map<Timer, number>();
  #held = false;

  constructor(due: (timer: Timer) => void) {
    this.#due = due;
  }

  /** Begins again when it runs already. */
  set(timer: Timer, ms: number): void {
    this.clear(timer);
    this.#running.set(
      timer,
      setTimeout(() => {
        this.#running.delete(timer);
        if (this.#held && lateness.has(timer)) this.#waiting.set(timer, ms);
        else this.#due(timer);
      }, ms),
    );
  }

  clear(timer: Timer): void {
    clearTimeout(this.#running.get(timer));
    this.#running.delete(timer);
    this.#waiting.delete(timer);
  }

  hold(on: boolean): void {
    if (on === this.#held) return;
    this.#held = on;
    if (on) return;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [timer, ms] of waiting) this.set(timer, ms);
  }

  dispose(): void {
    for (const timer of this.#running.values()) clearTimeout(timer);
    this.#running.clear();
    this.#waiting.clear();
  }
}
