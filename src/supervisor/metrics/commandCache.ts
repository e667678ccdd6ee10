import type { Platform, ProcessRow } from '../platform/platform.ts';

/** A process is what it was forked from until it runs its own program, so its first answers are not believed. */
const looks = 3;

interface Known {
  readonly start: string;
  readonly text: string;
  readonly looked: number;
}

/** Command lines of processes that are asked for again and again; asking the system can be slow. */
export class CommandCache {
  readonly #platform: Pick<Platform, 'command'>;
  #known = new Map<number, Known>();
  #next = new Map<number, Known>();

  constructor(platform: Pick<Platform, 'command'>) {
    this.#platform = platform;
  }

  /** Empty when it cannot be read. */
  get({ pid, start }: ProcessRow): string {
    const before = this.#known.get(pid);
    const same = before?.start === start ? before : undefined;
    const known =
      same !== undefined && same.looked >= looks
        ? same
        : { start, text: this.#platform.command(pid) ?? same?.text ?? '', looked: (same?.looked ?? 0) + 1 };
    this.#next.set(pid, known);
    return known.text;
  }

  /** A round of questions is over: whoever was not asked for is forgotten. */
  endRound(): void {
    this.#known = this.#next;
    this.#next = new Map();
  }
}
