import type { StartTimer } from './logs/startTimer.ts';
import { startTimer } from './logs/startTimer.ts';

/** A place among those that come up. */
export interface Place {
  /** Resolves when it is its turn; never, when it was left before. */
  readonly begun: Promise<void>;
  /** It is its turn. */
  readonly hasBegun: boolean;
  /** Nobody has given it up: it waits for its turn, or has it. */
  readonly isOpen: boolean;
  /** Gives it up or back. Does no harm when it was left already. */
  leave(): void;
  /** Gives it back, where places need not be kept until a launch is over. */
  leaveEarly(): void;
}

interface Entry {
  begin(): void;
}

/**
 * How long a launch is waited for before the next one may begin as well: several times what an idle core needs to boot
 * Node (40 ms), and short enough for many programs that never tell that they are ready.
 */
const patienceMs = 300;

/** So many launches more than cores: one that reads its files or asks its database leaves its core to another. */
const extraPlaces = 4;

/** The places of a supervisor on a machine with so many cores. */
export function defaultPlaces(cpus: number): LaunchPlaces {
  return new LaunchPlaces(cpus + extraPlaces, { patienceMs, boots: cpus });
}

/**
 * Lets so many launches be under way at a time, the others in the order in which they came. A launch gives its place
 * back when it is ready or has failed, and after `patienceMs` in any case: one that boots slowly, or never says that it
 * is ready, keeps nobody waiting for long.
 */
export class LaunchPlaces {
  #free: number;
  /** How many launches may be under way at a time. */
  readonly limit: number;
  /**
   * How many successors may boot at a time. More than there are cores would only keep each other from being ready in
   * time, beside instances that need these cores to serve.
   */
  readonly boots: number;
  readonly #waiting = new Set<Entry>();
  readonly #patienceMs: number | null;
  readonly #startTimer: StartTimer;

  /** `limit` is 1 or more, and so many boot when `boots` is absent; without `patienceMs` a place is kept until it is left. */
  constructor(
    limit: number,
    options: { readonly patienceMs?: number; readonly boots?: number; readonly startTimer?: StartTimer } = {},
  ) {
    if (!Number.isInteger(limit) || limit < 1) throw new RangeError(`${limit} is not a number of places`);
    this.limit = limit;
    this.boots = options.boots ?? limit;
    this.#free = limit;
    this.#patienceMs = options.patienceMs ?? null;
    this.#startTimer = options.startTimer ?? startTimer;
  }

  take(): Place {
    let state: 'waiting' | 'begun' | 'left' = 'waiting';
    let stopTimer = (): void => undefined;
    let resolve = (): void => undefined;
    const begun = new Promise<void>((done) => (resolve = done));
    const leave = (): void => {
      const before = state;
      state = 'left';
      stopTimer();
      if (before === 'waiting') this.#waiting.delete(entry);
      if (before === 'begun') this.#giveBack();
    };
    const entry: Entry = {
      begin: () => {
        state = 'begun';
        if (this.#patienceMs !== null) stopTimer = this.#startTimer(leave, this.#patienceMs);
        resolve();
      },
    };
    this.#waiting.add(entry);
    this.#next();
    return {
      begun,
      get hasBegun() {
        return state === 'begun';
      },
      get isOpen() {
        return state !== 'left';
      },
      leave,
      leaveEarly: () => {
        if (this.#patienceMs !== null) leave();
      },
    };
  }

  #giveBack(): void {
    this.#free += 1;
    this.#next();
  }

  #next(): void {
    const [first] = this.#waiting;
    if (first === undefined || this.#free === 0) return;
    this.#free -= 1;
    this.#waiting.delete(first);
    first.begin();
  }
}
