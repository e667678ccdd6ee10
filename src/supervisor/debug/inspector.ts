import type { AppPlan } from '../../ecosystem/appSpec.ts';
import type { LaunchEvent } from '../launch/launcher.ts';
import type { Inspect } from '../launch/inspectFlags.ts';

/** A program that is not busy answers within milliseconds. */
const answerMs = 1_000;
/** How long a port may take to answer: Python starts debugpy, and all of it on a busy machine. */
const listenMs = 10_000;
const lookEveryMs = 50;

/** Where a debugger can attach. */
export interface DebugAddress {
  readonly address: string;
  readonly port: number;
}

/** What an inspector needs of its process. */
export interface InspectedProcess {
  /** Has the program open its inspector at a port, or close it (null); false when it cannot be asked. */
  ask(port: number | null): Promise<boolean>;
  /** Has Node open its inspector without the program's help. Ends a program that handles no such signal. */
  signal(): void;
  isListening(port: number): Promise<boolean>;
}

/**
 * How a debugger gets at one process. A Node program is asked to open its inspector; when its event loop does not get
 * to that, Node itself is told by a signal. A Python program has debugpy from its start or not at all.
 */
export class Inspector {
  #inspect: Inspect | undefined;
  #kind: AppPlan['debugger'] = null;
  /** Its runtime has shown that it is there: from then on the signal is handled. */
  #isUp = false;
  #isOver = false;
  #standsAtStart = false;
  readonly #answers = new Set<(url: string | null | undefined) => void>();
  readonly #process: InspectedProcess;

  constructor(process: InspectedProcess) {
    this.#process = process;
  }

  /** It stands before its first line, as far as is known here. */
  get standsAtStart(): boolean {
    return this.#standsAtStart;
  }

  /** It has no debugger to wait for any more. */
  ranOn(): void {
    this.#standsAtStart = false;
  }

  /** What it is about to be started with. */
  prepared(inspect: Inspect | undefined, plan: Pick<AppPlan, 'debugger'>): void {
    this.#inspect = inspect;
    this.#kind = plan.debugger;
    this.#standsAtStart = inspect?.breaks === true;
  }

  happened(event: LaunchEvent): void {
    switch (event.kind) {
      case 'online':
      case 'disconnect':
      case 'lag':
        this.#isUp = true;
        break;
      case 'listening':
      case 'ready':
      case 'message':
        this.#isUp = true;
        this.#standsAtStart = false;
        break;
      case 'inspector':
        this.#isUp = true;
        this.#answer(event.url);
        break;
      case 'failed':
      case 'exit':
        this.#isOver = true;
        this.#standsAtStart = false;
        this.#answer(undefined);
        break;
      default:
    }
  }

  /** Resolves with where it listens; null when it cannot be debugged, or did not answer in time. */
  async open(): Promise<DebugAddress | null> {
    const inspect = this.#inspect;
    if (inspect === undefined || this.#isOver) return null;
    const own = { address: '127.0.0.1', port: inspect.port };
    if (inspect.breaks || this.#kind === 'python') {
      return (await this.#isReached(inspect.port, listenMs)) ? own : null;
    }
    const url = await this.#asked(inspect.port, answerMs);
    if (url !== undefined) return url === null ? null : addressIn(url);
    if (!this.#isUp || this.#isOver) return null;
    this.#process.signal();
    return (await this.#isReached(inspect.port, answerMs)) ? own : null;
  }

  /** Closes what was opened for Drover. Resolves when it has, or the process has gone. */
  async close(): Promise<void> {
    if (this.#kind !== 'node' || this.#isOver) return;
    await this.#asked(null, undefined);
  }

  /** The answer; undefined when none has come within `ms`, or the process has gone. */
  async #asked(port: number | null, ms: number | undefined): Promise<string | null | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const answered = new Promise<string | null | undefined>((resolve) => {
      const settle = (url: string | null | undefined): void => {
        this.#answers.delete(settle);
        clearTimeout(timer);
        resolve(url);
      };
      this.#answers.add(settle);
      if (ms !== undefined) timer = setTimeout(settle, ms, undefined);
    });
    if (!(await this.#process.ask(port))) this.#answer(undefined);
    return answered;
  }

  #answer(url: string | null | undefined): void {
    for (const settle of this.#answers) settle(url);
  }

  async #isReached(port: number, withinMs: number): Promise<boolean> {
    const deadline = performance.now() + withinMs;
    while (!this.#isOver) {
      if (await this.#process.isListening(port)) return true;
      if (performance.now() > deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
    return false;
  }
}

/** Of `ws://127.0.0.1:9229/uuid`. A user's flag may open it on every address. */
function addressIn(url: string): DebugAddress {
  const { hostname, port } = new URL(url);
  const isEvery = hostname === '0.0.0.0' || hostname === '[::]';
  return { address: isEvery ? '127.0.0.1' : hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}
