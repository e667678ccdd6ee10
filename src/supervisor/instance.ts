import { isDeepStrictEqual } from 'node:util';
import type { AppPlan, AppSpec } from '../ecosystem/appSpec.ts';
import type { ChildProcessInfo, ExitInfo, InstanceInfo, Problem } from '../protocol/model.ts';
import { explainExit } from './explainExit.ts';
import { InstanceProcess } from './instanceProcess.ts';
import type { Launcher, LaunchRequest } from './launch/launcher.ts';
import type { Exit } from './restartPolicy.ts';
import type { InstanceLog } from './logs/instanceLog.ts';
import type { Platform } from './platform/platform.ts';
import { transition } from './slot.ts';
import type { Launch, Slot, SlotEffect, SlotEvent, SlotSettings, Timer } from './slotState.ts';
import { freshSlot, processesOf, statusOf } from './slotState.ts';

/** What an instance asks of its app. */
export interface InstanceHost {
  readonly id: string;
  readonly spec: AppSpec;
  readonly plan: AppPlan;
  readonly platform: Platform;
  readonly launcher: Launcher;
  /** Numbers processes over the whole supervisor, and marks them. */
  nextLaunch(instance: Instance): { readonly launch: number; readonly token: string };
  /** Environment and port for the next process of an instance. */
  prepare(
    instance: Instance,
    token: string,
  ): Promise<
    { readonly env: Record<string, string>; readonly port: number | null } | { readonly problem: Problem }
  >;
  settings(instance: Instance): SlotSettings;
  nameOf(index: number): string;
  changed(instance: Instance): void;
  notice(instance: Instance, problem: Problem): void;
}

/** One running copy of an app: carries out what the state machine decides, and tells it what happens. */
export class Instance {
  readonly index: number;
  readonly log: InstanceLog;
  slot: Slot = freshSlot;
  /** Somebody wants it to run: what a later supervisor would bring back. */
  wanted = false;
  port: number | null = null;
  exit: ExitInfo | null = null;
  problem: Problem | null = null;
  /** It has listened since it was last started by hand: a silent successor is then a failure. */
  hasListened = false;
  /** The port it was told to use, as far as the plan names one. */
  #assignedPort: number | null = null;
  #children: readonly ChildProcessInfo[] = [];
  #retryAt: number | null = null;
  /** An exit that nobody asked for, with the slot as it was then, until its last words have been read. */
  #unexplained: { readonly exit: Exit; readonly slot: Slot } | undefined;
  readonly #app: InstanceHost;
  readonly #timers = new Map<Timer, NodeJS.Timeout>();
  readonly #processes = new Map<Launch, InstanceProcess>();

  constructor(app: InstanceHost, index: number, log: InstanceLog) {
    this.#app = app;
    this.index = index;
    this.log = log;
  }

  get id(): string {
    return `${this.#app.id}/${this.index}`;
  }

  /** The pid of the process that serves, null when there is none. */
  get pid(): number | null {
    return this.#serving()?.pid ?? null;
  }

  get info(): InstanceInfo {
    return {
      id: this.id,
      app: this.#app.id,
      index: this.index,
      name: this.#app.nameOf(this.index),
      status: statusOf(this.slot.state),
      pid: this.pid,
      port: this.port,
      restarts: this.slot.restarts,
      startedAt: this.pid === null ? null : (this.#serving()?.startedAt ?? null),
      retryAt: this.slot.state.kind === 'backoff' ? this.#retryAt : null,
      exit: this.exit,
      problem: this.problem,
      children: this.#children,
    };
  }

  /** Whether a process of it may be alive. */
  get isUp(): boolean {
    return processesOf(this.slot.state).length > 0;
  }

  /** Its processes as a later supervisor can find them. */
  get traces(): NonNullable<InstanceProcess['trace']>[] {
    return [...this.#processes.values()].map((one) => one.trace).filter((trace) => trace !== undefined);
  }

  /** The processes below it, as of the last look. */
  get children(): readonly ChildProcessInfo[] {
    return this.#children;
  }

  setChildren(children: readonly ChildProcessInfo[]): void {
    if (isDeepStrictEqual(children, this.#children)) return;
    this.#children = children;
    this.#app.changed(this);
  }

  /** Where it was seen listening. */
  setPort(port: number): void {
    this.port = port;
    this.#app.changed(this);
  }

  send(event: SlotEvent): void {
    if (event.type === 'start' || event.type === 'restart') this.problem = null;
    if (event.type === 'start' || (event.type === 'restart' && event.reason === 'manual')) this.wanted = true;
    const { slot, effects } = transition(this.slot, event, this.#app.settings(this));
    this.slot = slot;
    // Also when it came to its end by itself: by a stop code, or because its job is done.
    if (event.type === 'stop' || slot.state.kind === 'stopped' || slot.state.kind === 'completed')
      this.wanted = false;
    for (const effect of effects) this.#carryOut(effect);
    this.#app.changed(this);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #carryOut(effect: SlotEffect): void {
    switch (effect.type) {
      case 'spawn':
        this.#spawn(effect.launch);
        break;
      case 'terminate':
        this.#command(effect.launch, (process) => process.terminate());
        break;
      case 'drain':
        this.#command(effect.launch, (process) => process.drain());
        break;
      case 'kill':
        this.#command(effect.launch, (process) => process.kill());
        break;
      case 'setTimer':
        this.#setTimer(effect.timer, effect.ms);
        break;
      case 'clearTimer':
        clearTimeout(this.#timers.get(effect.timer));
        this.#timers.delete(effect.timer);
        break;
      case 'notReady':
      case 'reloadFailed':
        this.problem ??= {
          code: 'not-ready',
          severity: 'error',
          data: { timeout: `${this.#app.settings(this).readyMs} ms` },
        };
        break;
      case 'gaveUp':
        this.#app.notice(this, this.problem ?? { code: 'gave-up', severity: 'error', data: {} });
        break;
    }
  }

  #spawn(launch: Launch): void {
    const { launch: number, token } = this.#app.nextLaunch(this);
    const process = new InstanceProcess(token, this.#app.platform, this.#app.spec, {
      started: () => this.#app.changed(this),
      failed: (problem) => {
        this.problem = problem;
        this.#processes.delete(launch);
        this.send({ type: 'spawnFailed', launch });
        this.#app.notice(this, problem);
      },
      listening: (port) => {
        this.hasListened = true;
        // A socket without a port (a path) is told as 0.
        if (this.#assignedPort === null && port > 0) this.port = port;
        if (!this.#app.spec.waitReady) this.send({ type: 'ready', launch });
      },
      readyMessage: () => {
        if (this.#app.spec.waitReady) this.send({ type: 'ready', launch });
      },
      exited: (code, signal, uptimeMs) => {
        this.exit = { code, signal, at: Date.now() };
        this.#unexplained =
          this.slot.state.kind === 'stopping'
            ? undefined
            : { exit: { code, signal, uptimeMs }, slot: this.slot };
        this.#explain();
        this.send({ type: 'exit', launch, exit: { code, signal, uptimeMs } });
      },
      gone: () => {
        this.#processes.delete(launch);
        this.#children = [];
        this.send({ type: 'gone', launch });
      },
      outputEnded: () => {
        this.log.endLaunch(number);
        this.#explain();
        this.#unexplained = undefined;
      },
    });
    this.#processes.set(launch, process);
    process
      .start(this.#app.launcher, () => this.#request(number, token))
      .catch((error: unknown) => {
        this.problem = {
          code: 'spawn-failed',
          severity: 'error',
          data: { command: this.#app.plan.script, reason: String(error) },
        };
        this.send({ type: 'spawnFailed', launch });
      });
  }

  async #request(
    launch: number,
    token: string,
  ): Promise<Omit<LaunchRequest, 'onEvent'> | { problem: Problem }> {
    const prepared = await this.#app.prepare(this, token);
    if ('problem' in prepared) return prepared;
    this.#assignedPort = prepared.port;
    if (prepared.port !== null) this.port = prepared.port;
    return {
      launch,
      app: this.#app.id,
      index: this.index,
      plan: this.#app.plan,
      env: prepared.env,
      onOutput: (stream, chunk) => this.log.write(stream, chunk, launch),
    };
  }

  #explain(): void {
    if (this.#unexplained === undefined) return;
    const { exit, slot } = this.#unexplained;
    this.problem = explainExit(exit, slot, this.#app.spec, this.log.tail(50));
    this.#app.changed(this);
    void this.#nameTheOwner();
  }

  /** A taken port is worth a look at who holds it; the answer comes too late for the exit itself. */
  async #nameTheOwner(): Promise<void> {
    const { problem } = this;
    if (problem?.code !== 'port-taken') return;
    const owner = await this.#app.platform.portOwner(Number(problem.data['port']));
    if (owner === null || owner.pid === null || this.problem !== problem) return;
    this.problem = {
      ...problem,
      data: { ...problem.data, owner: `process ${owner.pid} (${owner.command ?? 'unknown'})` },
    };
    this.#app.changed(this);
  }

  #command(launch: Launch, run: (process: InstanceProcess) => Promise<void>): void {
    const process = this.#processes.get(launch);
    if (process === undefined) return;
    run(process).catch((error: unknown) => {
      console.error(`${this.id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    });
  }

  #setTimer(timer: Timer, ms: number): void {
    clearTimeout(this.#timers.get(timer));
    if (timer === 'retry') this.#retryAt = Date.now() + ms;
    this.#timers.set(
      timer,
      setTimeout(() => {
        this.#timers.delete(timer);
        this.send({ type: 'timer', timer });
      }, ms),
    );
  }

  #serving(): InstanceProcess | undefined {
    const launch = processesOf(this.slot.state)[0];
    return launch === undefined ? undefined : this.#processes.get(launch);
  }
}
