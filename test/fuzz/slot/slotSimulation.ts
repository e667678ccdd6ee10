import type { Transition } from '../../../src/supervisor/slotMoves.ts';
import type {
  Launch,
  Slot,
  SlotEffect,
  SlotEvent,
  SlotSettings,
  Timer,
} from '../../../src/supervisor/slotState.ts';
import { freshSlot, processesOf } from '../../../src/supervisor/slotState.ts';
import { Random } from '../random.ts';
import type { SlotLife, SlotStep } from './slotLife.ts';
import { SimulatedProcess } from './simulatedProcess.ts';

export type Machine = (slot: Slot, event: SlotEvent, settings: SlotSettings) => Transition;

interface Due {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

const minUptimeMs = 1_000;
/** Timers that a breakpoint holds back, as `SlotTimers` does. */
const lateness: ReadonlySet<Timer> = new Set<Timer>(['ready', 'drain', 'kill']);

/** One life of a slot on a virtual clock: what it broke of what must hold. */
export class SlotSimulation {
  readonly violations: string[] = [];
  readonly #machine: Machine;
  readonly #random: Random;
  readonly #life: SlotLife;
  #settings: SlotSettings;
  #slot = freshSlot;
  #now = 0;
  #order = 0;
  #isWanted = false;
  /** The last command has been given: whatever starts from now on lives for good, or is doomed. */
  #isCalm = false;
  readonly #isDoomed: boolean;
  #isHeld = false;
  #queue: Due[] = [];
  readonly #timers = new Map<Timer, number>();
  readonly #lateTimers = new Map<Timer, number>();
  readonly #processes = new Map<Launch, SimulatedProcess>();

  constructor(machine: Machine, life: SlotLife) {
    this.#machine = machine;
    this.#life = life;
    this.#random = new Random(life.seed);
    this.#isDoomed = this.#random.chance(0.2);
    this.#settings = { ...settingsFrom(life.seed), dependenciesMet: !this.#random.chance(0.2) };
  }

  run(): readonly string[] {
    for (const { waitMs, does } of this.#life.steps) {
      this.#runUntil(this.#now + waitMs);
      this.#do(does);
    }
    this.#isCalm = true;
    this.#hold(false);
    this.#meetDependencies(true);
    const { last } = this.#life;
    this.#command(last === 'start' ? { type: 'start' } : { type: 'stop', drain: last === 'drain' });
    if (!this.#runUntil(this.#now + 3_600_000)) this.violations.push(`never comes to rest after ${last}`);
    this.#checkEnd();
    return this.violations;
  }

  #do(step: SlotStep['does']): void {
    switch (step.kind) {
      case 'command':
        this.#command(step.event);
        break;
      case 'unhealthy': {
        const serving = processesOf(this.#slot.state)[0];
        const healthy = [...this.#processes.values()].filter(({ isReady }) => isReady);
        const one = healthy.find(({ launch }) => (launch === serving) === (step.whom === 'serving'));
        if (one !== undefined) this.#send({ type: 'unhealthy', launch: one.launch });
        break;
      }
      case 'hold':
        this.#hold(step.on);
        break;
      case 'dependencies':
        this.#meetDependencies(step.met);
        break;
      case 'settings': {
        const { dependenciesMet } = this.#settings;
        this.#settings = { ...settingsFrom(step.seed), dependenciesMet };
        break;
      }
    }
  }

  #meetDependencies(met: boolean): void {
    this.#settings = { ...this.#settings, dependenciesMet: met };
    if (met) this.#send({ type: 'dependenciesMet' });
  }

  #command(event: Extract<SlotStep['does'], { kind: 'command' }>['event']): void {
    const { state } = this.#slot;
    if (event.type === 'start' || (event.type === 'restart' && event.reason === 'manual'))
      this.#isWanted = true;
    if (event.type === 'reload' && event.reason === 'manual' && state.kind !== 'stopped') {
      if (!(state.kind === 'stopping' && state.after.kind === 'stopped')) this.#isWanted = true;
    }
    if (event.type === 'stop') this.#isWanted = false;
    this.#send(event);
  }

  #send(event: SlotEvent): void {
    const before = this.#slot.state;
    const servedBefore = this.#serving();
    const { slot, effects } = this.#machine(this.#slot, event, this.#settings);
    this.#slot = slot;
    for (const effect of effects) this.#carryOut(effect);
    this.#checkProcesses(event);
    if (
      servedBefore.length > 0 &&
      this.#serving().length === 0 &&
      !mayEndService(event, before, this.#settings)
    ) {
      this.violations.push(`${event.type} in ${before.kind} leaves nothing that serves`);
    }
  }

  /** The processes that answer: ready, alive, and not told to end. */
  #serving(): readonly Launch[] {
    return this.#live.filter(({ isReady, isTold }) => isReady && !isTold).map(({ launch }) => launch);
  }

  get #live(): readonly SimulatedProcess[] {
    return [...this.#processes.values()].filter(({ isLive }) => isLive);
  }

  #checkProcesses({ type }: SlotEvent): void {
    const live = this.#live;
    const { state } = this.#slot;
    if (live.length > 2) this.violations.push(`${live.length} live processes after ${type}`);
    if (live.length === 2 && !['reloading', 'draining', 'stopping'].includes(state.kind)) {
      this.violations.push(`two live processes in ${state.kind} after ${type}`);
    }
    const known = processesOf(state);
    for (const { launch } of live) {
      if (!known.includes(launch)) this.violations.push(`process ${launch} forgotten after ${type}`);
    }
  }

  #carryOut(effect: SlotEffect): void {
    switch (effect.type) {
      case 'spawn':
        this.#spawn(effect.launch);
        break;
      case 'terminate':
      case 'drain':
      case 'kill':
        this.#processes.get(effect.launch)?.carryOut(effect.type);
        break;
      case 'setTimer':
        this.#setTimer(effect.timer, effect.ms);
        break;
      case 'clearTimer':
        this.#timers.delete(effect.timer);
        this.#lateTimers.delete(effect.timer);
        break;
      case 'gaveUp':
      case 'notReady':
      case 'reloadFailed':
        break;
    }
  }

  #spawn(launch: Launch): void {
    if (!this.#isWanted) this.violations.push('a spawn while wanted down');
    const random = this.#random;
    const isDoomed = (): boolean => this.#isCalm && this.#isDoomed;
    this.#processes.set(
      launch,
      new SimulatedProcess(launch, {
        random,
        now: () => this.#now,
        later: (ms, run) => this.#later(ms, run),
        tell: (event) => this.#send(event),
        lifeMs: () => {
          if (isDoomed()) return random.between(0, minUptimeMs);
          return random.chance(0.5) ? random.between(0, this.#isCalm ? minUptimeMs : 8_000) : null;
        },
        canFail: () => !isDoomed(),
      }),
    );
  }

  #later(ms: number, run: () => void): void {
    this.#queue.push({ at: this.#now + ms, order: (this.#order += 1), run });
  }

  #setTimer(timer: Timer, ms: number): void {
    const mark = (this.#order += 1);
    this.#timers.set(timer, mark);
    this.#lateTimers.delete(timer);
    this.#later(ms, () => {
      if (this.#timers.get(timer) !== mark) return;
      this.#timers.delete(timer);
      if (this.#isHeld && lateness.has(timer)) this.#lateTimers.set(timer, ms);
      else this.#fire(timer);
    });
  }

  #fire(timer: Timer): void {
    const { state } = this.#slot;
    const { readyTimeoutFails, replaceTimeoutFails } = this.#settings;
    // One that tells nothing and lives counts as ready.
    if (timer === 'ready' && state.kind === 'launching' && !readyTimeoutFails) this.#countAsReady(state.cur);
    if (timer === 'ready' && state.kind === 'reloading' && !replaceTimeoutFails)
      this.#countAsReady(state.next);
    this.#send({ type: 'timer', timer });
  }

  #countAsReady(launch: Launch): void {
    const process = this.#processes.get(launch);
    if (process?.isLive === true) process.isReady = true;
  }

  #hold(on: boolean): void {
    this.#isHeld = on;
    if (on) return;
    const late = [...this.#lateTimers];
    for (const [timer, ms] of late) this.#setTimer(timer, ms);
  }

  /** Runs what is due up to then; false when it never comes to rest. */
  #runUntil(until: number): boolean {
    for (let steps = 0; this.#queue.length > 0; steps += 1) {
      if (steps > 20_000) return false;
      const due = this.#queue.reduce((a, b) => (b.at < a.at || (b.at === a.at && b.order < a.order) ? b : a));
      if (due.at > until) break;
      this.#queue = this.#queue.filter((one) => one !== due);
      this.#now = due.at;
      due.run();
    }
    this.#now = until;
    return true;
  }

  #checkEnd(): void {
    const { last } = this.#life;
    const { kind } = this.#slot.state;
    const live = this.#live.length;
    if (last !== 'start' && (kind !== 'stopped' || live > 0))
      this.violations.push(`${last} ended in ${kind}`);
    if (last === 'start' && !['online', 'errored', 'completed', 'stopped'].includes(kind)) {
      this.violations.push(`start ended in ${kind}`);
    }
    if (kind === 'online' && live !== 1) this.violations.push(`online with ${live} processes`);
    if (['stopped', 'errored', 'completed'].includes(kind) && live > 0) {
      this.violations.push(`${kind} with a live process`);
    }
    if (this.#timers.size > 0)
      this.violations.push(`${[...this.#timers.keys()].join()} still run at the end`);
  }
}

/** Whether an event may take away what serves, with nothing that serves in its place. */
function mayEndService(event: SlotEvent, before: Slot['state'], { canReload }: SlotSettings): boolean {
  switch (event.type) {
    case 'stop':
    case 'exit':
      return true;
    case 'restart':
      return true;
    case 'unhealthy':
      // The health of a successor, or of what is being replaced, is not that of what serves.
      return event.launch === processesOf(before)[0];
    case 'reload':
      return before.kind === 'online' && (!canReload || before.dying.length > 0);
    default:
      return false;
  }
}

function settingsFrom(seed: number): Omit<SlotSettings, 'dependenciesMet'> {
  const random = new Random(seed);
  return {
    restart: {
      autorestart: !random.chance(0.15),
      stopExitCodes: random.chance(0.1) ? [3] : [],
      minUptimeMs,
      maxRestarts: random.between(0, 6),
      restartDelayMs: random.chance(0.3) ? random.between(1, 3_000) : 0,
      expBackoffMs: random.chance(0.2) ? 100 : null,
      oneShot: random.chance(0.1),
    },
    canReload: random.chance(0.7),
    readyMs: random.chance(0.9) ? 3_000 : 0,
    readyTimeoutFails: random.chance(0.5),
    replaceTimeoutFails: random.chance(0.8),
    settleMs: random.chance(0.5) ? 250 : 0,
    killMs: random.chance(0.9) ? 1_600 : 0,
    drainMs: 5_000,
    graceMs: random.chance(0.5) ? 250 : 5_000,
  };
}
