import type { LifeNote } from './lifeNotes.ts';

/** Longer than lines of a process that has ended are under way: the supervisor sends them every 50 ms. */
const holdMs = 150;

interface Held {
  readonly text: string;
  /** Lines from this time on come after it. */
  before: number;
}

/**
 * Keeps what is said about an instance until the lines of its process have come: states travel faster than lines.
 */
export class HeldNotes {
  readonly #say: (instance: string, text: string) => void;
  readonly #held = new Map<string, Held[]>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(say: (instance: string, text: string) => void) {
    this.#say = say;
  }

  add({ instance, text, begins }: LifeNote): void {
    const held = this.#held.get(instance) ?? [];
    this.#held.set(instance, held);
    held.push({ text, before: Infinity });
    if (begins !== null) for (const one of held) one.before = Math.min(one.before, begins);
    const note = held.at(-1);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      const last = note === undefined ? -1 : held.indexOf(note);
      this.#release(instance, held.splice(0, last + 1));
    }, holdMs);
    this.#timers.add(timer);
  }

  hasBefore(instance: string, at: number): boolean {
    return this.#held.get(instance)?.some(({ before }) => before <= at) === true;
  }

  /** Says what comes before a line of this time. */
  releaseBefore(instance: string, at: number): void {
    const held = this.#held.get(instance);
    if (held === undefined) return;
    const count = held.findLastIndex(({ before }) => before <= at) + 1;
    this.#release(instance, held.splice(0, count));
  }

  /** Says what is left. */
  end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const [instance, held] of this.#held) this.#release(instance, held.splice(0));
  }

  #release(instance: string, notes: readonly Held[]): void {
    for (const { text } of notes) this.#say(instance, text);
  }
}
