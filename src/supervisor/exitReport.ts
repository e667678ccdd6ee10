import type { AppSpec } from '../ecosystem/appSpec.ts';
import type { Problem } from '../protocol/model.ts';
import { explainExit } from './explainExit.ts';
import type { InstanceLog } from './logs/instanceLog.ts';
import type { Platform } from './platform/platform.ts';
import type { Exit } from './restartPolicy.ts';
import type { Launch, Slot } from './slotState.ts';
import { isLeaving } from './slotState.ts';

/** Lines that an exit is explained by. */
const lastLines = 50;

export interface ExitReportOptions {
  readonly spec: () => AppSpec;
  readonly log: Pick<InstanceLog, 'tail'>;
  readonly platform: Pick<Platform, 'portOwner'>;
  /** `before` must still be what is shown; undefined when it does not matter. */
  readonly tell: (problem: Problem | null, before?: Problem) => void;
}

/** Explains the exits of an instance that nobody asked for: at once, and again when its last words have been read. */
export class ExitReport {
  /** With the slot as it was before the exit. */
  #open: { readonly exit: Exit; readonly slot: Slot } | undefined;
  readonly #options: ExitReportOptions;

  constructor(options: ExitReportOptions) {
    this.#options = options;
  }

  /** `slot` is as it was before the exit. */
  exited(exit: Exit, slot: Slot, launch: Launch): void {
    this.#open = isLeaving(slot.state, launch) ? undefined : { exit, slot };
    this.#explain();
  }

  outputEnded(): void {
    this.#explain();
    this.#open = undefined;
  }

  #explain(): void {
    if (this.#open === undefined) return;
    const { spec, log, tell } = this.#options;
    const problem = explainExit(this.#open.exit, this.#open.slot, spec(), log.tail(lastLines));
    tell(problem);
    if (problem?.code !== 'port-taken') return;
    this.#nameTheOwner(problem).catch((error: unknown) => console.error(`port owner: ${String(error)}`));
  }

  /** A taken port is worth a look at who holds it; the answer comes too late for the exit itself. */
  async #nameTheOwner(problem: Problem): Promise<void> {
    const owner = await this.#options.platform.portOwner(Number(problem.data['port']));
    if (owner === null || owner.pid === null) return;
    const named = `process ${owner.pid} (${owner.command ?? 'unknown'})`;
    this.#options.tell({ ...problem, data: { ...problem.data, owner: named } }, problem);
  }
}
