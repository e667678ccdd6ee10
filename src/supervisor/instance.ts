import { isDeepStrictEqual } from 'node:util';
import type { ChildProcessInfo, ExitInfo, InstanceInfo, InstanceStatus, Problem } from '../protocol/model.ts';
import { drainSignal } from './drainSignal.ts';
import type { InstanceHost } from './instanceHost.ts';
import { memoryExceeded, notReady, spawnFailed, unhealthy } from './instanceProblems.ts';
import type { PreparedLaunch } from './instanceProcess.ts';
import { InstanceProcess } from './instanceProcess.ts';
import { InstanceTroubles } from './instanceTroubles.ts';
import { probeContext } from './probe/probeContext.ts';
import type { Hold } from './debug/instanceDebugging.ts';
import { InstanceDebugging } from './debug/instanceDebugging.ts';
import type { LaunchPlaces } from './launchPlaces.ts';
import { LaunchTurn } from './launchTurn.ts';
import { removePidFile, writePidFile } from './pidFile.ts';
import { Readiness } from './readiness.ts';
import { tellsReady } from './slotSettings.ts';
import { SlotTimers } from './slotTimers.ts';
import type { InstanceLog } from './logs/instanceLog.ts';
import { transition } from './slot.ts';
import { Timeline } from './timeline/timeline.ts';
import { serves } from './waitFor.ts';
import type { Launch, Slot, SlotEffect, SlotEvent } from './slotState.ts';
import { freshSlot, isLeaving, processesOf, statusOf } from './slotState.ts';

/** One running copy of an app: carries out what the state machine decides, and tells it what happens. */
export class Instance {
  readonly index: number;
  readonly log: InstanceLog;
  readonly troubles: InstanceTroubles;
  readonly turn: LaunchTurn;
  readonly debugging: InstanceDebugging;
  readonly timeline = new Timeline();
  slot: Slot = freshSlot;
  /** Somebody wants it to run: what a later supervisor would bring back. */
  wanted = false;
  port: number | null = null;
  /** What its newest process was given; null before its first. */
  environment: Readonly<Record<string, string>> | null = null;
  exit: ExitInfo | null = null;
  /** Epoch milliseconds at which its newest process was ready; null until it is. */
  readyAt: number | null = null;
  /** It has listened since it was last started by hand: a silent successor is then a failure. */
  hasListened = false;
  /** Absolute path of what runs the script, as of the last start; null before it. */
  interpreter: string | null = null;
  /** The port it was told to use, as far as the plan names one. */
  #assignedPort: number | null = null;
  /** Dropped from its app: it takes no more events. */
  isClosed = false;
  /** It stops only to be started anew. */
  #returns = false;
  #children: readonly ChildProcessInfo[] = [];
  #retryAt: number | null = null;
  readonly #app: InstanceHost;
  readonly #timers = new SlotTimers((timer) => this.send({ type: 'timer', timer }));
  readonly #processes = new Map<Launch, InstanceProcess>();
  readonly #readiness = new Map<Launch, Readiness>();

  constructor(app: InstanceHost, index: number, log: InstanceLog) {
    this.#app = app;
    this.index = index;
    this.log = log;
    this.turn = new LaunchTurn(app.places);
    this.debugging = new InstanceDebugging((kind) => app.debugPort(this, kind));
    this.troubles = new InstanceTroubles({
      spec: () => ({ ...app.spec, sharedPort: app.plan.socket?.port }),
      log,
      platform: app.platform,
      changed: () => app.changed(this),
    });
  }

  get id(): string {
    return `${this.#app.id}/${this.index}`;
  }

  /** The state name users see. */
  get status(): InstanceStatus {
    return statusOf(this.slot.state);
  }

  /** The process that serves; undefined when there is none. */
  get process(): InstanceProcess | undefined {
    return this.#processes.get(this.#servingLaunch);
  }

  /** The pid of the process that serves, null when there is none. */
  get pid(): number | null {
    return this.process?.pid ?? null;
  }

  /** What went wrong last, unless it has run well for a while since. */
  get problem(): Problem | null {
    return this.troubles.problem;
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
      startedAt: this.process?.startedAt ?? null,
      retryAt: this.slot.state.kind === 'backoff' ? this.#retryAt : null,
      exit: this.exit,
      problem: this.troubles.shown,
      health: this.#readiness.get(this.#servingLaunch)?.health ?? null,
      held: this.debugging.isHeld,
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

  /** Starts it when it is its turn in `places`. */
  start(places: LaunchPlaces): void {
    this.turn.choose(places);
    this.send({ type: 'start' });
  }

  /** Restarts it, when it is its turn in `places`: what serves does so until then. */
  restart(places: LaunchPlaces): void {
    this.wanted = true;
    this.#returns = false;
    const restart = (): void => this.send({ type: 'restart', reason: 'manual' });
    this.turn.choose(places);
    if (serves(this)) this.turn.takeForRestart(restart);
    else restart();
    this.#app.changed(this);
  }

  /** `facts` go to the timeline with what the event asks for. */
  send(event: SlotEvent, facts: Readonly<Record<string, string>> = {}): void {
    // Whoever still has it in hand, as a start that was under way, must not bring it back.
    if (this.isClosed) return;
    if (event.type === 'start' || event.type === 'restart') this.troubles.forget();
    if (event.type === 'reload')
      this.troubles.reloads(event.reason === 'watch' ? this.#app.changedFile : null);
    if (event.type === 'stop') this.turn.cancelRestart();
    if (event.type === 'start' || (event.type === 'restart' && event.reason === 'manual')) {
      this.wanted = true;
      this.#returns = false;
    }
    const { changedFile } = this.#app;
    const { slot, effects } = transition(this.slot, event, this.#app.settings(this));
    this.timeline.moved({ before: this.slot, event, after: slot, effects, changedFile }, facts);
    this.slot = slot;
    // Also when it came to its end by itself: by a stop code, or because its job is done for good.
    const isDone = slot.state.kind === 'completed' && this.#app.spec.cron === null;
    const isOver = event.type === 'stop' || slot.state.kind === 'stopped' || isDone;
    if (isOver && !this.#returns) this.wanted = false;
    for (const effect of effects) this.#carryOut(effect);
    this.turn.update(slot.state);
    this.debugging.follow(this.process);
    this.#timers.hold(this.debugging.isPaused);
    this.troubles.update(slot.state);
    this.#app.changed(this);
  }

  /** It waits for another app; `problem` says why that is in vain, null that it is not. */
  waitFor(problem: Problem | null): void {
    if (!isDeepStrictEqual(problem, this.problem)) this.troubles.show(problem);
  }

  /** Stops it, to be started by another plan: that it is wanted stays. */
  vacate(): void {
    this.#returns = this.wanted;
    this.send({ type: 'stop' }, { reason: 'change' });
  }

  /** It is scaled away: it finishes what it has begun, and goes. */
  leave(): void {
    this.giveUp();
    this.send({ type: 'stop', drain: true }, { reason: 'scale' });
  }

  /** It is about to be stopped, in its turn. */
  giveUp(): void {
    this.wanted = false;
    this.#returns = false;
    this.turn.cancelRestart();
    this.#app.changed(this);
  }

  /** It uses more memory than `max_memory_restart` allows; both in bytes. */
  exceedMemory(usage: { readonly bytes: number; readonly limit: number }): void {
    const problem = memoryExceeded(usage);
    this.send({ type: 'reload', reason: 'memory' }, problem.data);
    this.troubles.show(problem);
  }

  /** A debugger holds it, or lets go: nobody asks after its health, and at a breakpoint nothing about it is late. */
  setHold(hold: Hold): void {
    const { isHeld: wasHeld } = this.debugging;
    this.debugging.setHold(hold);
    this.#timers.hold(this.debugging.isPaused);
    const { isHeld } = this.debugging;
    if (isHeld === wasHeld) return;
    if (isHeld) this.turn.letOthersGo();
    for (const readiness of this.#readiness.values()) readiness.setHeld(isHeld);
    this.#app.changed(this);
  }

  dispose(): void {
    this.#timers.dispose();
    this.turn.dispose();
    this.troubles.dispose();
    for (const readiness of this.#readiness.values()) readiness.dispose();
  }

  /** Nothing of it runs any more: resolves when its last words are in the files. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.dispose();
    await this.log.close();
  }

  #carryOut(effect: SlotEffect): void {
    switch (effect.type) {
      case 'spawn':
        return this.#spawn(effect.launch);
      case 'terminate':
      case 'kill':
      case 'drain':
        if (effect.type === 'drain' && effect.launch <= this.#servingLaunch) this.troubles.replaced();
        this.#processes.get(effect.launch)?.carryOut(effect.type);
        break;
      case 'setTimer':
        if (effect.timer === 'retry') this.#retryAt = Date.now() + effect.ms;
        this.#timers.set(effect.timer, effect.ms);
        break;
      case 'clearTimer':
        this.#timers.clear(effect.timer);
        break;
      case 'notReady':
        this.troubles.failed(
          notReady(this.#app.settings(this).readyMs, this.#readiness.get(effect.launch)?.lastReason ?? null),
          this.#processes.get(effect.launch)?.number,
        );
        break;
      case 'reloadFailed':
        this.troubles.successorFailed();
        break;
      case 'gaveUp':
        this.#app.changed(this);
        this.#app.notice(this, this.problem ?? { code: 'gave-up', severity: 'error', data: {} });
        break;
    }
  }

  #spawn(launch: Launch): void {
    const mark = this.#app.nextLaunch(this);
    const { launch: number, token } = mark;
    // Whoever waits to be restarted is, by this.
    if (this.slot.state.kind === 'launching') this.turn.cancelRestart();
    this.readyAt = null;
    const readiness = this.#awaitReadiness(launch, number);
    const stop = () => ({
      ...this.#app.spec,
      drainSignal: drainSignal({ ...this.#app.plan, spec: this.#app.spec }),
    });
    const process = new InstanceProcess(mark, this.#app.platform, stop, {
      happened: (event) => this.timeline.happened(launch, event),
      warned: (problem) => this.#app.notice(this, problem),
      started: ({ pid, interpreter, warning }) => {
        this.interpreter = interpreter ?? null;
        this.troubles.started(warning);
        writePidFile(this.#app.plan, this.index, pid);
        this.log.beginLaunch(number);
        readiness.started();
        readiness.setHeld(this.debugging.isHeld);
        this.turn.started(tellsReady(this.#app.plan));
        if (this.debugging.isHeld) this.turn.letOthersGo();
        this.send({ type: 'started', launch });
      },
      failed: (problem) => {
        this.troubles.failed(problem, undefined);
        this.#forget(launch);
        this.send({ type: 'spawnFailed', launch });
        this.#app.notice(this, problem);
      },
      listening: (port) => {
        this.hasListened = true;
        // A socket without a port (a path) is told as 0.
        if (this.#assignedPort === null && port > 0 && port !== this.port) this.setPort(port);
        readiness.listening();
      },
      readyMessage: () => readiness.readyMessage(),
      exited: (exit) => {
        readiness.dispose();
        this.exit = { code: exit.code, signal: exit.signal, at: Date.now() };
        this.troubles.exited({ exit, slot: this.slot, launch, number });
        this.send({ type: 'exit', launch, exit });
      },
      gone: () => {
        this.#forget(launch);
        this.#children = [];
        if (this.#processes.size === 0) removePidFile(this.#app.plan, this.index);
        this.send({ type: 'gone', launch });
      },
      outputEnded: () => {
        this.log.endLaunch(number);
        this.troubles.outputEnded();
      },
    });
    this.#processes.set(launch, process);
    process
      .start(this.#app.launcher, this.turn.take(), () => this.#request(number, token))
      .catch((error: unknown) => {
        this.troubles.failed(spawnFailed(this.#app.plan.script, error), undefined);
        this.#forget(launch);
        this.send({ type: 'spawnFailed', launch });
      });
  }

  #awaitReadiness(launch: Launch, number: number): Readiness {
    const { plan } = this.#app;
    const readiness = new Readiness({
      plan,
      launch: number,
      context: () => probeContext(this.#app, this, this.environment ?? {}, this.#processes.get(launch)?.pid),
      log: this.log,
      listener: {
        ready: () => {
          this.readyAt = Date.now();
          this.send({ type: 'ready', launch });
        },
        changed: () => {
          this.timeline.healthChanged(launch, readiness);
          this.#app.changed(this);
        },
        unhealthy: (failure) => {
          if (isLeaving(this.slot.state, launch)) return;
          this.troubles.failed(unhealthy(failure), launch === this.#servingLaunch ? undefined : number);
          this.send({ type: 'unhealthy', launch }, { failure: failure.reason });
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

  async #request(launch: number, token: string): Promise<PreparedLaunch> {
    const prepared = await this.#app.prepare(this, token);
    if ('problem' in prepared) return prepared;
    this.#assignedPort = prepared.port;
    if (prepared.port !== null) this.port = prepared.port;
    this.environment = prepared.env;
    return {
      launch,
      app: this.#app.id,
      index: this.index,
      plan: this.#app.plan,
      env: prepared.env,
      inspect: await this.debugging.next(this.#app.plan.debugger),
      probationMs: this.slot.state.kind === 'reloading' ? this.#app.settings(this).settleMs : 0,
      onOutput: (stream, chunk) => this.log.write(stream, chunk, launch),
    };
  }

  /** 0 when there is none. */
  get #servingLaunch(): Launch {
    return processesOf(this.slot.state)[0] ?? 0;
  }
}
