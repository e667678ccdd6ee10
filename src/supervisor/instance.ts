import { isDeepStrictEqual } from 'node:util';
import type { AppPlan, AppSpec } from '../ecosystem/appSpec.ts';
import type { ChildProcessInfo, ExitInfo, InstanceInfo, InstanceStatus, Problem } from '../protocol/model.ts';
import { explainExit } from './explainExit.ts';
import { InstanceProcess } from './instanceProcess.ts';
import { removePidFile, writePidFile } from './pidFile.ts';
import { Readiness } from './readiness.ts';
import { SlotTimers } from './slotTimers.ts';
import type { Launcher, LaunchRequest } from './launch/launcher.ts';
import type { Exit } from './restartPolicy.ts';
import type { InstanceLog } from './logs/instanceLog.ts';
import type { Platform } from './platform/platform.ts';
import { transition } from './slot.ts';
import type { Launch, Slot, SlotEffect, SlotEvent, SlotSettings } from './slotState.ts';
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
  /** Absolute path of what runs the script, as of the last start; null before it. */
  interpreter: string | null = null;
  /** The port it was told to use, as far as the plan names one. */
  #assignedPort: number | null = null;
  #env: Readonly<Record<string, string>> = {};
  /** A debugger holds it. */
  #held = false;
  #isClosed = false;
  #children: readonly ChildProcessInfo[] = [];
  #retryAt: number | null = null;
  /** An exit that nobody asked for, with the slot as it was then, until its last words have been read. */
  #unexplained: { readonly exit: Exit; readonly slot: Slot } | undefined;
  readonly #app: InstanceHost;
  readonly #timers = new SlotTimers((timer) => this.send({ type: 'timer', timer }));
  readonly #processes = new Map<Launch, InstanceProcess>();
  readonly #readiness = new Map<Launch, Readiness>();
  /** Launches whose output has not ended. */
  readonly #speaking = new Set<Launch>();
  #silent: (() => void) | undefined;

  constructor(app: InstanceHost, index: number, log: InstanceLog) {
    this.#app = app;
    this.index = index;
    this.log = log;
  }

  get id(): string {
    return `${this.#app.id}/${this.index}`;
  }

  /** The state name users see. */
  get status(): InstanceStatus {
    return statusOf(this.slot.state);
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
      status: this.status,
      pid: this.pid,
      port: this.port,
      restarts: this.slot.restarts,
      startedAt: this.pid === null ? null : (this.#serving()?.startedAt ?? null),
      retryAt: this.slot.state.kind === 'backoff' ? this.#retryAt : null,
      exit: this.exit,
      problem: this.problem,
      health: this.#servingReadiness()?.health ?? null,
      held: this.#held,
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
    // Whoever still has it in hand, as a start that was under way, must not bring it back.
    if (this.#isClosed) return;
    if (event.type === 'start' || event.type === 'restart') this.problem = null;
    if (event.type === 'start' || (event.type === 'restart' && event.reason === 'manual')) this.wanted = true;
    const { slot, effects } = transition(this.slot, event, this.#app.settings(this));
    this.slot = slot;
    // Also when it came to its end by itself: by a stop code, or because its job is done for good.
    const isDone = slot.state.kind === 'completed' && this.#app.spec.cron === null;
    if (event.type === 'stop' || slot.state.kind === 'stopped' || isDone) this.wanted = false;
    for (const effect of effects) this.#carryOut(effect);
    this.#app.changed(this);
  }

  /** It waits for another app; `problem` says why that is in vain, null that it is not. */
  waitFor(problem: Problem | null): void {
    if (isDeepStrictEqual(problem, this.problem)) return;
    this.problem = problem;
    this.#app.changed(this);
  }

  /** It is about to be stopped, in its turn. */
  giveUp(): void {
    this.wanted = false;
    this.#app.changed(this);
  }

  /** It uses more memory than `max_memory_restart` allows; both in bytes. */
  exceedMemory({ bytes, limit }: { readonly bytes: number; readonly limit: number }): void {
    this.send({ type: 'reload', reason: 'memory' });
    const data = { used: megabytes(bytes), limit: megabytes(limit) };
    this.problem = { code: 'memory-exceeded', severity: 'warning', data };
    this.#app.changed(this);
  }

  get isHeld(): boolean {
    return this.#held;
  }

  /** A debugger holds it, or lets go: nothing about it is late, and nobody asks after its health. */
  setHeld(on: boolean): void {
    if (on === this.#held) return;
    this.#held = on;
    this.#timers.hold(on);
    for (const readiness of this.#readiness.values()) readiness.setHeld(on);
    this.#app.changed(this);
  }

  dispose(): void {
    this.#timers.dispose();
    for (const readiness of this.#readiness.values()) readiness.dispose();
  }

  /** Nothing of it runs any more: resolves when its last words are in the files. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.dispose();
    if (this.#speaking.size > 0) await new Promise<void>((resolve) => (this.#silent = resolve));
    await this.log.close();
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
        if (effect.timer === 'retry') this.#retryAt = Date.now() + effect.ms;
        this.#timers.set(effect.timer, effect.ms);
        break;
      case 'clearTimer':
        this.#timers.clear(effect.timer);
        break;
      case 'notReady':
      case 'reloadFailed':
        this.problem ??= notReady(
          this.#app.settings(this).readyMs,
          this.#readiness.get(effect.launch)?.lastReason ?? null,
        );
        break;
      case 'gaveUp':
        this.#app.notice(this, this.problem ?? { code: 'gave-up', severity: 'error', data: {} });
        break;
    }
  }

  #spawn(launch: Launch): void {
    const { launch: number, token } = this.#app.nextLaunch(this);
    const readiness = this.#awaitReadiness(launch);
    const stop = (): AppSpec => this.#app.spec;
    const process = new InstanceProcess(token, this.#app.platform, stop, {
      started: ({ pid, interpreter, warning }) => {
        this.interpreter = interpreter ?? null;
        if (warning !== undefined) this.problem = warning;
        writePidFile(this.#app.plan, this.index, pid);
        this.#speaking.add(launch);
        readiness.started();
        readiness.setHeld(this.#held);
        this.send({ type: 'started', launch });
      },
      failed: (problem) => {
        this.problem = problem;
        this.#forget(launch);
        this.send({ type: 'spawnFailed', launch });
        this.#app.notice(this, problem);
      },
      listening: (port) => {
        this.hasListened = true;
        // A socket without a port (a path) is told as 0.
        if (this.#assignedPort === null && port > 0) this.port = port;
        readiness.listening();
      },
      readyMessage: () => readiness.readyMessage(),
      exited: (code, signal, uptimeMs) => {
        readiness.dispose();
        this.exit = { code, signal, at: Date.now() };
        this.#unexplained =
          this.slot.state.kind === 'stopping'
            ? undefined
            : { exit: { code, signal, uptimeMs }, slot: this.slot };
        this.#explain();
        this.send({ type: 'exit', launch, exit: { code, signal, uptimeMs } });
      },
      gone: () => {
        this.#forget(launch);
        this.#children = [];
        if (this.#processes.size === 0) removePidFile(this.#app.plan, this.index);
        this.send({ type: 'gone', launch });
      },
      outputEnded: () => {
        this.log.endLaunch(number);
        this.#explain();
        this.#unexplained = undefined;
        this.#speaking.delete(launch);
        if (this.#speaking.size === 0) this.#silent?.();
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
        this.#forget(launch);
        this.send({ type: 'spawnFailed', launch });
      });
  }

  #awaitReadiness(launch: Launch): Readiness {
    const { plan, platform } = this.#app;
    const readiness = new Readiness({
      plan,
      context: () => ({ port: this.port, index: this.index, cwd: plan.spec.cwd, env: this.#env, platform }),
      log: this.log,
      listener: {
        ready: () => this.send({ type: 'ready', launch }),
        changed: () => this.#app.changed(this),
        unhealthy: ({ reason, count }) => {
          this.send({ type: 'restart', reason: 'liveness' });
          this.problem = { code: 'unhealthy', severity: 'warning', data: { reason, count: String(count) } };
          this.#app.changed(this);
        },
      },
    });
    this.#readiness.set(launch, readiness);
    return readiness;
  }

  #forget(launch: Launch): void {
    this.#processes.delete(launch);
    this.#readiness.get(launch)?.dispose();
    this.#readiness.delete(launch);
  }

  async #request(
    launch: number,
    token: string,
  ): Promise<Omit<LaunchRequest, 'onEvent'> | { problem: Problem }> {
    const prepared = await this.#app.prepare(this, token);
    if ('problem' in prepared) return prepared;
    this.#assignedPort = prepared.port;
    if (prepared.port !== null) this.port = prepared.port;
    this.#env = prepared.env;
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

  #serving(): InstanceProcess | undefined {
    const launch = processesOf(this.slot.state)[0];
    return launch === undefined ? undefined : this.#processes.get(launch);
  }

  #servingReadiness(): Readiness | undefined {
    const launch = processesOf(this.slot.state)[0];
    return launch === undefined ? undefined : this.#readiness.get(launch);
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function notReady(timeoutMs: number, reason: string | null): Problem {
  const timeout = `${timeoutMs} ms`;
  return reason === null
    ? { code: 'not-ready', severity: 'error', data: { timeout } }
    : { code: 'check-failed', severity: 'error', data: { timeout, reason } };
}
