import type { Launch, SlotEvent } from '../../../src/supervisor/slotState.ts';
import type { Random } from '../random.ts';

/** What a process needs of the time it lives in. */
export interface ProcessWorld {
  readonly random: Random;
  readonly now: () => number;
  readonly later: (ms: number, run: () => void) => void;
  readonly tell: (event: SlotEvent) => void;
  /** How long this one lives when nobody ends it; null for good. */
  readonly lifeMs: () => number | null;
  readonly canFail: () => boolean;
}

/**
 * A process that lives only in virtual time. As a real one it first waits for its turn and its port, then for the
 * system to start it; told to end before it is there it never is, or is killed as soon as it is.
 */
export class SimulatedProcess {
  readonly launch: Launch;
  /** Whether the system has it, or is about to. */
  isLive = false;
  isReady = false;
  /** Somebody has told it to end. */
  isTold = false;
  #phase: 'preparing' | 'launching' | 'running' | 'over' = 'preparing';
  #started = 0;
  readonly #obeys: boolean;
  readonly #world: ProcessWorld;

  constructor(launch: Launch, world: ProcessWorld) {
    this.launch = launch;
    this.#world = world;
    const { random, later } = world;
    this.#obeys = random.chance(0.7);
    later(random.chance(0.8) ? random.between(0, 10) : random.between(0, 2_000), () => this.#begin());
  }

  /** `terminate`, `drain` or `kill`, as the machine orders it. */
  carryOut(order: 'terminate' | 'drain' | 'kill'): void {
    const { random, later } = this.#world;
    this.isTold = true;
    switch (this.#phase) {
      case 'preparing':
        this.#phase = 'over';
        later(0, () => this.#tell('gone'));
        break;
      case 'running':
        if (order === 'kill') later(random.between(0, 20), () => this.exit(null));
        else if (this.#obeys) later(random.between(0, 2_000), () => this.exit(0));
        break;
      default:
        break;
    }
  }

  exit(code: number | null): void {
    if (this.#phase !== 'running') return;
    this.#phase = 'over';
    this.isLive = false;
    this.isReady = false;
    const { random, later, now, tell } = this.#world;
    const signal = code === null ? 'SIGKILL' : null;
    tell({ type: 'exit', launch: this.launch, exit: { code, signal, uptimeMs: now() - this.#started } });
    later(random.between(0, 200), () => this.#tell('gone'));
  }

  #begin(): void {
    if (this.#phase !== 'preparing') return;
    const { random, later } = this.#world;
    this.#phase = 'launching';
    this.isLive = true;
    later(random.between(0, 30), () => this.#arrive());
  }

  #arrive(): void {
    const { random, later, now, lifeMs, canFail } = this.#world;
    if (canFail() && random.chance(0.06)) {
      this.#phase = 'over';
      this.isLive = false;
      this.#tell(this.isTold ? 'gone' : 'spawnFailed');
      return;
    }
    this.#phase = 'running';
    this.#started = now();
    this.#tell('started');
    if (this.isTold) this.carryOut('kill');
    if (random.chance(0.75)) {
      const at = random.between(1, 4_000);
      later(at, () => this.#becomeReady());
      // Some tell it twice.
      if (random.chance(0.1)) later(at + random.between(0, 500), () => this.#becomeReady());
    }
    const life = lifeMs();
    if (life !== null) later(life, () => this.exit(random.pick([0, 0, 3, 1, 1, 1])));
  }

  #becomeReady(): void {
    if (this.#phase !== 'running') return;
    this.isReady = true;
    this.#tell('ready');
  }

  #tell(type: 'started' | 'ready' | 'spawnFailed' | 'gone'): void {
    this.#world.tell({ type, launch: this.launch });
  }
}
