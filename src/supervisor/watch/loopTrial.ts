import type { StartTimer } from '../logs/startTimer.ts';
import { startTimer } from '../logs/startTimer.ts';
import type { SuspectedLoop } from './loopDetector.ts';

/** Whoever saves by hand or by a script has stopped when a file was quiet for so long. */
const quietMs = 1500;
/** What is written all the time is tried nevertheless, unless it is source code. */
const atMostMs = 5000;
/** So much earlier or later than before may the change come. */
const toleranceMs = 300;
/** Source code is somebody's work: it takes more than one coincidence to leave it out. */
const sourceTrials = 2;

export interface LoopTrialOptions {
  /** The start that tells: of an app that has been left alone until its files were quiet. */
  readonly restart: (files: readonly string[]) => void;
  readonly startTimer?: StartTimer;
  /** Milliseconds since any moment; `performance.now` when absent. */
  readonly now?: () => number;
}

type State =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'waiting';
      readonly suspicion: Suspicion;
      readonly since: number;
      readonly cancel: () => void;
    }
  | { readonly kind: 'trying'; readonly suspicion: Suspicion };

interface Suspicion {
  readonly loop: SuspectedLoop;
  /** Files that change without end are waited for, because somebody may write them. */
  readonly isSource: boolean;
  /** Trials to be failed yet. */
  readonly trials: number;
}

/** What a change means after the start that tells. */
export type TrialVerdict =
  | { readonly kind: 'own'; readonly files: readonly string[] }
  /** It looks like that, and is tried once more. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'other' };

/**
 * Tells an app that writes files at each start from a person or a script that saves them as fast: the app is left
 * running until the files are quiet, and then started once more. Only what is written again after that is its own;
 * what was saved by somebody else is served by that start.
 */
export class LoopTrial {
  #state: State = { kind: 'idle' };
  readonly #options: LoopTrialOptions;
  readonly #startTimer: StartTimer;
  readonly #now: () => number;

  constructor(options: LoopTrialOptions) {
    this.#options = options;
    this.#startTimer = options.startTimer ?? startTimer;
    this.#now = options.now ?? (() => performance.now());
  }

  get isWaiting(): boolean {
    return this.#state.kind === 'waiting';
  }

  /** `isSource`: somebody may well write these files. */
  begin(loop: SuspectedLoop, isSource: boolean): void {
    this.#wait({ loop, isSource, trials: isSource ? sourceTrials : 1 }, this.#now());
  }

  /** To be told of changes while it waits. False ends the trial: other files changed, so that a restart is due. */
  goesOn(files: readonly string[]): boolean {
    if (this.#state.kind !== 'waiting') return false;
    const { suspicion, since } = this.#state;
    this.end();
    if (!files.every((file) => suspicion.loop.files.includes(file))) return false;
    this.#wait(suspicion, since);
    return true;
  }

  /** To be told of the first change, `latencyMs` after a start, while it does not wait. */
  verdict(files: readonly string[], latencyMs: number): TrialVerdict {
    if (this.#state.kind !== 'trying') return { kind: 'other' };
    const { suspicion } = this.#state;
    const { loop, trials } = suspicion;
    this.end();
    const isAsBefore = latencyMs >= loop.fromMs - toleranceMs && latencyMs <= loop.toMs + toleranceMs;
    const own = loop.files.filter((file) => files.includes(file));
    if (!isAsBefore || own.length === 0) return { kind: 'other' };
    if (trials === 1) return { kind: 'own', files: own };
    if (own.length < files.length) return { kind: 'other' };
    this.#wait({ ...suspicion, trials: trials - 1 }, this.#now());
    return { kind: 'wait' };
  }

  end(): void {
    if (this.#state.kind === 'waiting') this.#state.cancel();
    this.#state = { kind: 'idle' };
  }

  #wait(suspicion: Suspicion, since: number): void {
    const left = suspicion.isSource ? quietMs : Math.max(0, since + atMostMs - this.#now());
    const cancel = this.#startTimer(
      () => {
        this.#state = { kind: 'trying', suspicion };
        this.#options.restart(suspicion.loop.files);
      },
      Math.min(quietMs, left),
    );
    this.#state = { kind: 'waiting', suspicion, since, cancel };
  }
}
