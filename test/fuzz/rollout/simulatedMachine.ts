import type { LaunchRequest, Launched, Launcher } from '../../../src/supervisor/launch/launcher.ts';
import type { Platform, ProcessRow } from '../../../src/supervisor/platform/platform.ts';
import type { Random } from '../random.ts';
import type { VirtualTime } from './virtualTime.ts';

/** A process of an instance on the simulated machine. */
interface Simulated {
  readonly pid: number;
  readonly request: LaunchRequest;
  /** Its plan lets it fail before it listens. */
  readonly isBroken: boolean;
  readonly obeys: boolean;
  isAlive: boolean;
  isListening: boolean;
  /** Somebody has told it to end. */
  isTold: boolean;
  /** A child that has left the group; it lives until it is killed. */
  childPid: number | undefined;
}

/** How the machine's processes behave. */
export interface Habits {
  /** How often a process that works ends by itself after a while. */
  readonly crashes: number;
  /** How often one takes no notice of a signal that can be ignored. */
  readonly stubborn: number;
  readonly leavesChildren: number;
}

/**
 * A machine whose processes live in virtual time. The environment variable BROKEN has a process exit before it listens,
 * MUTE has it never say that it listens.
 */
export class SimulatedMachine {
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #habits: Habits;
  readonly #processes = new Map<number, Simulated>();
  #pids = 1000;
  /** Ends by themselves of processes that served, by app. */
  readonly #deaths = new Map<string, number>();
  /** Those, and processes that could not be started or could not work, by app. */
  readonly #mishaps = new Map<string, number>();
  /** From now on nothing ends by itself. */
  isCalm = false;
  readonly problems: string[] = [];

  constructor(time: VirtualTime, random: Random, habits: Habits) {
    this.#time = time;
    this.#random = random;
    this.#habits = habits;
  }

  get alive(): readonly Simulated[] {
    return [...this.#processes.values()].filter(({ isAlive }) => isAlive);
  }

  /** Processes that run besides those of instances, such as what they have left behind. */
  get strays(): number {
    return [...this.#processes.values()].filter(({ childPid }) => childPid !== undefined).length;
  }

  aliveOf(app: string, index?: number): readonly Simulated[] {
    const isIts = ({ request }: Simulated): boolean =>
      request.app === app && (index === undefined || request.index === index);
    return this.alive.filter(isIts);
  }

  /** Those that answer: they listen, and were not told to end. */
  serving(app: string): readonly Simulated[] {
    return this.aliveOf(app).filter(({ isListening, isTold }) => isListening && !isTold);
  }

  deaths(app: string): number {
    return this.#deaths.get(app) ?? 0;
  }

  /** How often a process of the app did not do what it was started for. */
  mishaps(app: string): number {
    return this.#mishaps.get(app) ?? 0;
  }

  /** It ends by itself. */
  crash(one: Simulated, code: number | null): void {
    this.#miss(one.request.app);
    if (one.isListening && !one.isTold) this.#deaths.set(one.request.app, this.deaths(one.request.app) + 1);
    this.#exit(one, code);
  }

  readonly launcher: Launcher = {
    launch: (request) => this.#launch(request),
    release: async (app) => {
      if (this.aliveOf(app).length > 0) this.problems.push(`${app} is released while it runs`);
    },
  };

  readonly platform: Platform = {
    bootId: () => 'boot',
    startTime: (pid) => (this.#isThere(pid) ? String(pid) : null),
    listProcesses: async () => this.#rows(),
    command: () => null,
    findByToken: async (prefix) => this.#bearers(prefix),
    signalGroup: (pgid, signal) => this.#signal(pgid, signal),
    mayHaveGroup: (pgid) => this.#processes.get(pgid)?.isAlive === true,
    signal: (pid, signal) => this.#signal(pid, signal),
    portOwner: async () => null,
    makeFifos: async () => undefined,
    listeningPorts: async () => new Map(),
  };

  #launch(request: LaunchRequest): Launched {
    const random = this.#random;
    const one: Simulated = {
      pid: (this.#pids += 1),
      request,
      isBroken: request.env['BROKEN'] === '1',
      obeys: !random.chance(this.#habits.stubborn),
      isAlive: false,
      isListening: false,
      isTold: false,
      childPid: undefined,
    };
    this.#time.later(random.between(0, 30), () => this.#arrive(one));
    const drain = (): boolean => {
      one.isTold = true;
      if (one.obeys) this.#time.later(random.between(0, 3_000), () => this.#exit(one, 0));
      return true;
    };
    return {
      ownGroup: request.plan.sharing !== 'cluster',
      drain,
      measureLag: () => false,
      countRequests: () => false,
      inspect: async () => false,
      send: () => false,
      input: async () => 'none',
    };
  }

  #arrive(one: Simulated): void {
    const random = this.#random;
    const { onEvent, env } = one.request;
    if (!this.isCalm && random.chance(0.02)) {
      this.#miss(one.request.app);
      onEvent({ kind: 'failed', problem: { code: 'spawn-failed', severity: 'error', data: {} } });
      return;
    }
    one.isAlive = true;
    this.#processes.set(one.pid, one);
    onEvent({ kind: 'started', pid: one.pid, interpreter: '/usr/bin/node' });
    if (random.chance(this.#habits.leavesChildren)) one.childPid = this.#pids += 1;
    if (one.isBroken) {
      this.#miss(one.request.app);
      this.#time.later(random.between(1, 400), () => this.#exit(one, 1));
      return;
    }
    if (env['MUTE'] === '1') this.#miss(one.request.app);
    else this.#time.later(random.between(1, 800), () => this.#listen(one));
    if (!this.isCalm && random.chance(this.#habits.crashes)) {
      this.#time.later(random.between(1, 8_000), () => {
        if (!this.isCalm && one.isAlive) this.crash(one, random.pick([0, 1, null]));
      });
    }
  }

  #miss(app: string): void {
    this.#mishaps.set(app, this.mishaps(app) + 1);
  }

  #listen(one: Simulated): void {
    if (!one.isAlive) return;
    one.isListening = true;
    one.request.onEvent({ kind: 'listening', port: 8000, address: null });
  }

  #exit(one: Simulated, code: number | null): void {
    if (!one.isAlive) return;
    one.isAlive = false;
    const { onEvent } = one.request;
    onEvent({ kind: 'exit', code, signal: code === null ? 'SIGKILL' : null });
    this.#time.later(this.#random.between(0, 50), () => onEvent({ kind: 'outputEnd' }));
  }

  #signal(pid: number, signal: NodeJS.Signals): boolean {
    const one = this.#processes.get(pid);
    if (one === undefined) return this.#signalChild(pid, signal);
    if (!one.isAlive) return false;
    // It goes on, or opens its inspector.
    if (signal === 'SIGCONT' || signal === 'SIGUSR1') return true;
    one.isTold = true;
    if (signal === 'SIGKILL') this.#time.later(this.#random.between(0, 5), () => this.#exit(one, null));
    else if (one.obeys) this.#time.later(this.#random.between(0, 2_500), () => this.#exit(one, 0));
    return true;
  }

  #signalChild(pid: number, signal: NodeJS.Signals): boolean {
    const parent = [...this.#processes.values()].find(({ childPid }) => childPid === pid);
    if (parent === undefined) return false;
    if (signal === 'SIGKILL') parent.childPid = undefined;
    return true;
  }

  #isThere(pid: number): boolean {
    const one = this.#processes.get(pid);
    return one === undefined ? this.#rows().some((row) => row.pid === pid) : one.isAlive;
  }

  #rows(): readonly ProcessRow[] {
    return [...this.#processes.values()].flatMap((one) => {
      const { pid, isAlive, childPid } = one;
      const row = (own: number): ProcessRow => ({
        pid: own,
        ppid: 1,
        pgid: own,
        zombie: false,
        start: String(own),
      });
      return [...(isAlive ? [row(pid)] : []), ...(childPid === undefined ? [] : [row(childPid)])];
    });
  }

  #bearers(prefix: string): readonly number[] {
    const own = [...this.#processes.values()].filter(({ request }) =>
      (request.env['DROVER_INSTANCE'] ?? '').startsWith(prefix),
    );
    return own.flatMap(({ pid, isAlive, childPid }) => [
      ...(isAlive ? [pid] : []),
      ...(childPid === undefined ? [] : [childPid]),
    ]);
  }
}
