import type { Crash } from '../protocol/contract.ts';
import type { Problem } from '../protocol/model.ts';
import type { ExplainingOptions } from './explainExit.ts';
import { explainExit, explainSuccessor } from './explainExit.ts';
import type { InstanceLog } from './logs/instanceLog.ts';
import type { Platform } from './platform/platform.ts';
import type { Exit } from './restartPolicy.ts';
import type { Launch, Slot } from './slotState.ts';
import { isLeaving } from './slotState.ts';

/** Lines that an exit is explained by. */
export const lastLines = 50;

export interface ExitReportOptions {
  readonly spec: () => ExplainingOptions;
  readonly log: Pick<InstanceLog, 'tail'>;
  readonly platform: Pick<Platform, 'portOwner'>;
  /** `before` must still be what is shown; undefined when it does not matter. */
  readonly tell: (problem: Problem | null, before?: Problem) => void;
  /** What it means for a reload that the successor ended by `cause`. */
  readonly reloadFailed: (cause: Problem) => Problem;
}

/** An exit as it was found, before anybody knows what it means. */
export interface UnexplainedExit {
  readonly exit: Exit;
  /** As it was before the exit. */
  readonly slot: Slot;
  readonly launch: Launch;
  /** The launch as the log numbers it. */
  readonly number: number;
}

/** Explains the exits of an instance that nobody asked for: at once, and again when its last words have been read. */
export class ExitReport {
  #open: (UnexplainedExit & { readonly at: number }) | undefined;
  #lastCrash: Crash | null = null;
  readonly #options: ExitReportOptions;

  constructor(options: ExitReportOptions) {
    this.#options = options;
  }

  /** The last exit that nobody asked for and that went wrong, with its last words; it stays over later starts. */
  get lastCrash(): Crash | null {
    return this.#lastCrash;
  }

  /** Returns whether nobody asked for this exit. */
  exited(exited: UnexplainedExit): boolean {
    const isUnasked = !isLeaving(exited.slot.state, exited.launch);
    this.#open = isUnasked ? { ...exited, at: Date.now() } : undefined;
    this.#explain();
    return isUnasked;
  }

  outputEnded(): void {
    this.#explain();
    this.#open = undefined;
  }

  #explain(): void {
    if (this.#open === undefined) return;
    const { spec, log, tell, reloadFailed } = this.#options;
    const { exit, slot, launch, number, at } = this.#open;
    const { state } = slot;
    const words = log.tail(lastLines, number);
    const isSuccessor = state.kind === 'reloading' && state.next === launch;
    const cause = isSuccessor
      ? explainSuccessor(exit, spec(), words)
      : explainExit(exit, slot, spec(), words);
    const toldAs = isSuccessor ? reloadFailed : (problem: Problem): Problem => problem;
    const problem = cause === null ? null : toldAs(cause);
    if (cause !== null) this.#lastCrash = { ...exit, at, problem: cause, lines: words };
    tell(problem);
    if (cause?.code !== 'port-taken' || problem === null) return;
    this.#findOwner(cause)
      .then((named) => named === null || tell(toldAs(named), problem))
      .catch((error: unknown) => console.error(`port owner: ${String(error)}`));
  }

  /** A taken port is worth a look at who holds it; the answer comes too late for the exit itself. */
  async #findOwner(problem: Problem): Promise<Problem | null> {
    const owner = await this.#options.platform.portOwner(Number(problem.data['port']));
    if (owner === null || owner.pid === null) return null;
    const named = `process ${owner.pid} (${owner.command ?? 'unknown'})`;
    return { ...problem, data: { ...problem.data, owner: named } };
  }
}
