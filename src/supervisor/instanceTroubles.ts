import type { Crash } from '../protocol/contract.ts';
import type { LogLine, Problem } from '../protocol/model.ts';
import { isReloadFailure } from '../protocol/reloadFailure.ts';
import type { UnexplainedExit } from './exitReport.ts';
import type { ExplainingOptions } from './explainExit.ts';
import { ExitReport, lastLines } from './exitReport.ts';
import { reloadFailed } from './instanceProblems.ts';
import type { InstanceLog } from './logs/instanceLog.ts';
import type { StartTimer } from './logs/startTimer.ts';
import type { Platform } from './platform/platform.ts';
import type { SlotState } from './slotState.ts';
import { StableRun } from './stableRun.ts';

export interface TroublesOptions {
  readonly spec: () => ExplainingOptions;
  readonly log: Pick<InstanceLog, 'tail' | 'isSpeaking'>;
  readonly platform: Pick<Platform, 'portOwner'>;
  /** What is shown has changed by itself. */
  readonly changed: () => void;
  readonly startTimer?: StartTimer;
}

/** What went wrong with an instance: shown until it is started anew, or has run well for a while since. */
export class InstanceTroubles {
  #problem: Problem | null = null;
  /** About the newest process as long as it runs. */
  #warning: Problem | null = null;
  /** The launch that failed last, as the log numbers it. */
  #failed: number | undefined;
  /** The file whose change the reload under way is to take over. */
  #reloadedFile: string | null = null;
  readonly #log: TroublesOptions['log'];
  readonly #report: ExitReport;
  readonly #stable: StableRun;
  readonly #changed: () => void;

  constructor({ spec, log, platform, changed, startTimer }: TroublesOptions) {
    this.#log = log;
    this.#changed = changed;
    this.#report = new ExitReport({
      spec,
      log,
      platform,
      tell: (problem, before = this.#problem ?? undefined) => {
        if (before === (this.#problem ?? undefined)) this.show(problem);
      },
      reloadFailed: (cause) => reloadFailed(cause, this.#reloadedFile),
    });
    this.#stable = new StableRun(() => {
      // What failed in a reload is still to be taken over.
      if (this.#problem !== null && !isReloadFailure(this.#problem)) this.show(null);
    }, startTimer);
  }

  /** What went wrong last, else what is to be known about the process that runs. */
  get shown(): Problem | null {
    return this.#problem ?? this.#warning;
  }

  /** What went wrong last. */
  get problem(): Problem | null {
    return this.#problem;
  }

  /** The last lines of the process that failed last, at most 50, oldest first. */
  get lastWords(): readonly LogLine[] {
    return this.#failed === undefined ? [] : this.#log.tail(lastLines, this.#failed);
  }

  /** The last exit that nobody asked for and that went wrong, with its last words; it stays over later starts. */
  get lastCrash(): Crash | null {
    return this.#report.lastCrash;
  }

  /** Whether the process that failed last may still be heard of. */
  get isSpeaking(): boolean {
    return this.#failed !== undefined && this.#log.isSpeaking(this.#failed);
  }

  show(problem: Problem | null): void {
    this.#problem = problem;
    this.#changed();
  }

  /** It is started anew. */
  forget(): void {
    this.#problem = null;
    this.#failed = undefined;
  }

  /** It is to be replaced, for the change of `file` or because somebody asked for it. */
  reloads(file: string | null): void {
    this.#reloadedFile = file;
  }

  /** A process is there, and runs although something is not as asked for. */
  started(warning: Problem | undefined): void {
    this.#warning = warning ?? null;
  }

  exited(exit: UnexplainedExit): void {
    if (this.#report.exited(exit)) this.#failed = exit.number;
  }

  outputEnded(): void {
    this.#report.outputEnded();
    this.#changed();
  }

  /** It is not running, or not ready, because of `problem`; the launch as the log numbers it. */
  failed(problem: Problem, number: number | undefined): void {
    this.#failed = number;
    this.#problem = problem;
  }

  /** What went wrong last was the successor's. One that ended by itself has been explained as such already. */
  successorFailed(): void {
    if (this.#problem === null || isReloadFailure(this.#problem)) return;
    this.#problem = reloadFailed(this.#problem, this.#reloadedFile);
  }

  /** A successor serves now. Not to be called for one that was called off: it has replaced nobody. */
  replaced(): void {
    if (isReloadFailure(this.#problem)) this.#problem = null;
  }

  /** To be called after every move of the slot. */
  update(state: SlotState): void {
    this.#stable.update(state);
  }

  dispose(): void {
    this.#stable.dispose();
  }
}
