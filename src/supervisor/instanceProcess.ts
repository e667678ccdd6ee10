import type { Problem } from '../protocol/model.ts';
import type { AppSpec } from '../ecosystem/appSpec.ts';
import { Inspector } from './debug/inspector.ts';
import { wakeInspector } from './debug/wakeInspector.ts';
import { LoopLag } from './metrics/loopLag.ts';
import { RequestCount } from './metrics/requestCount.ts';
import type { InputResult } from './launch/instanceOutput.ts';
import type { LaunchEvent, LaunchRequest, Launched, Launcher } from './launch/launcher.ts';
import type { Platform } from './platform/platform.ts';
import type { Exit } from './restartPolicy.ts';
import type { ProcessTarget } from './stop/processTree.ts';
import { killTarget, signalTarget, waitUntilGone } from './stop/processTree.ts';

/** A killed process that is still there after this long (uninterruptible sleep) is given up on. */
const goneCapMs = 10_000;

export interface ProcessListener {
  /** Everything, before what comes of it. */
  happened(event: LaunchEvent): void;
  started(facts: { readonly pid: number; readonly interpreter?: string; readonly warning?: Problem }): void;
  failed(problem: Problem): void;
  listening(port: number): void;
  readyMessage(): void;
  warned(problem: Problem): void;
  exited(exit: Exit): void;
  /** Nothing of it is left: its group is empty and nothing carries its token. */
  gone(): void;
  outputEnded(): void;
}

/** Read at the moment of the stop: they may have changed since the start. */
type StopOptions = () => Pick<AppSpec, 'killSignal' | 'shutdownWithMessage' | 'treekill' | 'killRetryMs'> & {
  /** Upon which a program that cannot be asked to drain finishes what it has open. */
  readonly drainSignal: string;
};

/** What is started, or why it cannot be. */
export type PreparedLaunch = Omit<LaunchRequest, 'onEvent'> | { readonly problem: Problem };

/** One process of an instance, from the wish to start it until nothing of it is left. */
export class InstanceProcess {
  readonly token: string;
  /** As the log numbers it. */
  readonly number: number;
  readonly loopLag: LoopLag;
  readonly requestCount: RequestCount;
  readonly inspector: Inspector;
  /** Epoch milliseconds, to be shown. */
  startedAt: number | undefined;
  /** Of a clock that nobody sets: how long it ran decides what becomes of it. */
  #startedMs: number | undefined;
  pid: number | undefined;
  #launched: Launched | undefined;
  #target: ProcessTarget | undefined;
  #cancelled = false;
  #hasExited = false;
  #cancel: () => void = () => undefined;
  readonly #cancellation = new Promise<void>((resolve) => (this.#cancel = resolve));
  readonly #platform: Platform;
  readonly #stop: StopOptions;
  readonly #listener: ProcessListener;

  constructor(
    { launch, token }: { readonly launch: number; readonly token: string },
    platform: Platform,
    stop: StopOptions,
    listener: ProcessListener,
  ) {
    this.token = token;
    this.number = launch;
    this.loopLag = new LoopLag((on) => this.#isAlive && this.#launched?.measureLag(on) === true);
    this.requestCount = new RequestCount((on) => this.#isAlive && this.#launched?.countRequests(on) === true);
    this.inspector = new Inspector({
      ask: async (port) => this.#isAlive && (await this.#launched?.inspect(port)) === true,
      signal: () => this.pid !== undefined && this.#isAlive && wakeInspector(this.pid, platform),
      isListening: async (port) => (await platform.portOwner(port)) !== null,
    });
    this.#platform = platform;
    this.#stop = stop;
    this.#listener = listener;
  }

  /**
   * Starts it when it is its `turn` and `prepare` has come up with a request; a stop in between means that nothing is
   * started.
   */
  async start(
    launcher: Launcher,
    turn: Promise<void>,
    prepare: () => Promise<PreparedLaunch>,
  ): Promise<void> {
    await Promise.race([turn, this.#cancellation]);
    const request = this.#cancelled ? undefined : await prepare();
    if (this.#cancelled || request === undefined) {
      this.#listener.gone();
    } else if ('problem' in request) {
      this.#onEvent({ kind: 'failed', problem: request.problem });
    } else {
      this.inspector.prepared(request.inspect, request.plan);
      this.#launched = launcher.launch({ ...request, onEvent: (event) => this.#onEvent(event) });
    }
  }

  /**
   * `terminate`: the politest way the app has, its shutdown message or signal. `drain`: it finishes what is open.
   * What comes of it is told to the listener.
   */
  carryOut(command: 'terminate' | 'drain' | 'kill'): void {
    const commands = {
      terminate: () => this.#terminate(this.#stop().killSignal),
      drain: () => this.#drain(),
      kill: () => this.#kill(),
    };
    commands[command]().catch((error: unknown) => {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      console.error(`${this.token}: ${command}: ${reason}`);
    });
  }

  /** Gives it something to read on its stdin. */
  input(text: string): Promise<InputResult> {
    return this.#launched?.input(text) ?? Promise.resolve('none');
  }

  async #terminate(signal: string): Promise<void> {
    const { shutdownWithMessage } = this.#stop();
    if (this.#target === undefined) this.#giveUp();
    else if (shutdownWithMessage && this.#launched?.send('shutdown') === true) return;
    else {
      await signalTarget(this.#platform, this.#target, signalNamed(signal));
      this.#launched?.wakeHost?.();
    }
  }

  async #drain(): Promise<void> {
    if (this.#launched?.drain() !== true) await this.#terminate(this.#stop().drainSignal);
  }

  async #kill(): Promise<void> {
    if (this.#target === undefined) this.#giveUp();
    else {
      await killTarget(this.#platform, this.#target);
      this.#launched?.wakeHost?.();
    }
  }

  #giveUp(): void {
    this.#cancelled = true;
    this.#cancel();
  }

  /** It is there, and has not exited. */
  get #isAlive(): boolean {
    return this.pid !== undefined && !this.#hasExited;
  }

  /** Where it can be found by a supervisor that comes after this one. */
  get trace(): { readonly pid: number; readonly start: string; readonly ownGroup: boolean } | undefined {
    const target = this.#target;
    return target === undefined
      ? undefined
      : { pid: target.pid, start: target.start ?? '', ownGroup: target.ownGroup };
  }

  #onEvent(event: LaunchEvent): void {
    this.#listener.happened(event);
    this.inspector.happened(event);
    switch (event.kind) {
      case 'started':
        this.#onStarted(event);
        break;
      case 'failed':
        if (this.#cancelled) this.#listener.gone();
        else this.#listener.failed(event.problem);
        break;
      case 'listening':
        if (event.further !== true) this.#listener.listening(event.port);
        break;
      case 'ready':
        if (this.#isAlive) this.#listener.readyMessage();
        break;
      case 'lag':
        this.loopLag.take(event.ms);
        break;
      case 'requests':
        this.requestCount.take(event.count);
        break;
      case 'warning':
        this.#listener.warned(event.problem);
        break;
      case 'online':
      case 'inspector':
      case 'message':
      case 'disconnect':
      case 'error':
        break;
      case 'exit':
        this.#hasExited = true;
        this.requestCount.end();
        this.#listener.exited({
          code: event.code,
          signal: event.signal,
          uptimeMs: performance.now() - (this.#startedMs ?? performance.now()),
        });
        void this.#awaitGone();
        break;
      case 'outputEnd':
        this.#listener.outputEnded();
        break;
    }
  }

  #onStarted(event: Extract<LaunchEvent, { kind: 'started' }>): void {
    const { pid } = event;
    this.pid = pid;
    this.startedAt = Date.now();
    this.#startedMs = performance.now();
    this.#target = {
      pid,
      start: this.#platform.startTime(pid),
      ownGroup: this.#launched?.ownGroup ?? true,
      token: this.token,
      treekill: this.#stop().treekill,
    };
    this.#listener.started(event);
    if (this.#cancelled) this.carryOut('kill');
  }

  async #awaitGone(): Promise<void> {
    if (this.#target !== undefined)
      await waitUntilGone(this.#platform, this.#target, {
        capMs: goneCapMs,
        pauseMs: this.#stop().killRetryMs,
      });
    this.#listener.gone();
  }
}

function signalNamed(name: string): NodeJS.Signals {
  return name as NodeJS.Signals;
}
