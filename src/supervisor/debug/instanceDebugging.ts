import type { AppPlan } from '../../ecosystem/appSpec.ts';
import type { Inspect } from '../launch/inspectFlags.ts';
import type { DebugAddress, Inspector } from './inspector.ts';

/** How a debugger has an instance: not at all, running under it, or standing at a breakpoint. */
export type Hold = 'none' | 'attached' | 'paused';

/** A process, whose pid is there as soon as it has been started. */
export interface Debuggable {
  readonly pid: number | undefined;
  readonly inspector: Inspector;
}

/** Who asks for an address does not wait for a process that stands at a breakpoint and so keeps the port. */
const patienceMs = 15_000;

/**
 * The debugger of an instance, over all of its processes: while it holds the instance, the inspector is open in the
 * process that serves. All processes have the same port, so one closes it before the next opens it.
 */
export class InstanceDebugging {
  #hold: Hold = 'none';
  #breaksNext = false;
  #serving: Inspector | undefined;
  /** Whose inspector was opened. */
  #inspected: Inspector | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #port: (kind: 'node' | 'python') => Promise<number>;

  /** `port` is where the next process of that kind can be debugged. */
  constructor(port: (kind: 'node' | 'python') => Promise<number>) {
    this.#port = port;
  }

  get isHeld(): boolean {
    return this.#hold !== 'none';
  }

  /** Nothing about it is late. */
  get isPaused(): boolean {
    return this.#hold === 'paused' || this.#serving?.standsAtStart === true;
  }

  /** Its next process stops at its first line, or waits for a debugger before it. */
  breakNext(on: boolean): void {
    this.#breaksNext = on;
  }

  /** What the next process is started with. A Python program has a debugger from its start or not at all. */
  async next(kind: AppPlan['debugger']): Promise<Inspect | undefined> {
    const breaks = this.#breaksNext;
    this.#breaksNext = false;
    if (kind === null || (kind === 'python' && !breaks && !this.isHeld)) return undefined;
    return { port: await this.#port(kind), breaks };
  }

  setHold(hold: Hold): void {
    const before = this.#hold;
    this.#hold = hold;
    if (before === 'paused' || (before === 'attached' && hold === 'none')) this.#serving?.ranOn();
    if (before === 'none' && hold !== 'none') void this.#open();
    if (before !== 'none' && hold === 'none') void this.close();
  }

  /** The process that serves, or is to; undefined for none. */
  follow(process: Debuggable | undefined): void {
    const serving = process?.pid === undefined ? undefined : process.inspector;
    if (serving === this.#serving) return;
    this.#serving = serving;
    if (this.isHeld) void this.#open();
  }

  /** Where a debugger can attach now; null when nothing has opened. */
  async address(): Promise<DebugAddress | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, patienceMs, null)));
    try {
      return await Promise.race([this.#open(), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Nothing listens for debuggers any more, but what the program or its user has opened. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      const inspected = this.#inspected;
      this.#inspected = undefined;
      await inspected?.close();
    });
  }

  #open(): Promise<DebugAddress | null> {
    return this.#inTurn(async () => {
      const serving = this.#serving;
      if (serving === undefined) return null;
      if (this.#inspected !== serving) await this.#inspected?.close();
      this.#inspected = serving;
      return serving.open();
    });
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(act);
    this.#turn = done.catch((error: unknown) => console.error(error));
    return done;
  }
}
