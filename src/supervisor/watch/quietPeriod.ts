import type { StartTimer } from '../logs/startTimer.ts';
import { startTimer } from '../logs/startTimer.ts';

/** A file that is saved alone is acted on this long after it: just long enough to see that it is alone. */
const aloneMs = 2;
/** The shortest wait once there is more than one change. */
const shortestMs = 30;
/** The longest wait while events keep coming; after as much silence a change is a single one again. */
const longestMs = 150;
/** Some editors save by deleting the file and writing it anew, nearly all by emptying it and filling it again. */
const goneMs = 100;
/** What is changed without end is acted on this long after the first change. */
const atMostMs = 1000;

export type ChangeKind = 'added' | 'changed' | 'deleted';

export interface QuietPeriodOptions {
  /** `watch_delay`: how long it has to be quiet; asked at each change, null for Drover's own. */
  readonly delayMs: () => number | null;
  /** The names of all files that changed since the last time, the first one first. Never none. */
  readonly fire: (files: readonly string[]) => void;
  /** Whether there is a file of this name with nothing in it, now. */
  readonly isEmpty: (file: string) => boolean;
  readonly startTimer?: StartTimer;
  /** Milliseconds since any moment; `performance.now` when absent. */
  readonly now?: () => number;
}

/**
 * Makes one of changes that belong together. A single save is acted on at once. With more changes it waits, twice as
 * long as they have been coming and between 30 and 150 ms: a branch checkout is acted on when it is done. Creating or
 * emptying a file is told of before what is written into it: on a busy machine that may come long after.
 */
export class QuietPeriod {
  readonly #options: QuietPeriodOptions;
  readonly #startTimer: StartTimer;
  readonly #now: () => number;
  /** What has not been told yet, by name. */
  readonly #files = new Map<string, { readonly isNew: boolean; readonly kind: ChangeKind }>();
  #cancelTimer: (() => void) | undefined;
  #firstUntold = 0;
  /** Of the changes with no long silence between them, told or not. */
  #burst = { start: -Infinity, last: -Infinity };
  /** The last change is the only one of its burst so far. */
  #isAlone = false;
  #lastFile = '';
  /** It was empty when it was looked at. */
  #wasEmpty = false;

  constructor(options: QuietPeriodOptions) {
    this.#options = options;
    this.#startTimer = options.startTimer ?? startTimer;
    this.#now = options.now ?? (() => performance.now());
  }

  /** A file that comes and goes before anybody was told of it has never been. */
  changed(file: string, kind: ChangeKind): void {
    const now = this.#now();
    const goesOn = now - this.#burst.last < longestMs;
    this.#burst = { start: goesOn ? this.#burst.start : now, last: now };
    this.#isAlone = !goesOn;
    if (this.#files.size === 0) this.#firstUntold = now;
    const isNew = this.#files.get(file)?.isNew ?? kind === 'added';
    if (isNew && kind === 'deleted') this.#files.delete(file);
    else this.#files.set(file, { isNew, kind });
    this.#lastFile = file;
    this.#wasEmpty = false;
    this.#schedule(now);
  }

  dispose(): void {
    this.#cancelTimer?.();
    this.#files.clear();
  }

  #schedule(now: number): void {
    this.#cancelTimer?.();
    if (this.#files.size === 0) return;
    const delayMs = this.#options.delayMs();
    const mostMs = Math.max(atMostMs, 2 * (delayMs ?? 0));
    const left = Math.max(0, this.#firstUntold + mostMs - now);
    this.#cancelTimer = this.#startTimer(() => this.#fire(), Math.min(left, delayMs ?? this.#quietMs(now)));
  }

  #quietMs(now: number): number {
    const quiet = this.#isAlone
      ? aloneMs
      : Math.min(longestMs, Math.max(shortestMs, 2 * (now - this.#burst.start)));
    const kinds = [...this.#files.values()].map(({ kind }) => kind);
    if (kinds.includes('deleted')) return Math.max(quiet, goneMs);
    return kinds.includes('added') ? Math.max(quiet, shortestMs) : quiet;
  }

  /**
   * Whoever writes several files has done with all but the last. One that was empty and no longer is waits for the
   * event that goes with it, which would be taken for another save.
   */
  #isBeingWritten(now: number): boolean {
    if (this.#options.delayMs() !== null || now - this.#firstUntold >= atMostMs) return false;
    const wasEmpty = this.#wasEmpty;
    this.#wasEmpty = now - this.#burst.last < goneMs && this.#options.isEmpty(this.#lastFile);
    return this.#wasEmpty || wasEmpty;
  }

  #fire(): void {
    if (this.#isBeingWritten(this.#now())) {
      this.#cancelTimer = this.#startTimer(() => this.#fire(), shortestMs);
      return;
    }
    const files = [...this.#files.keys()];
    this.#files.clear();
    this.#options.fire(files);
  }
}
