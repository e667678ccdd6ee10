import { stripVTControlCharacters } from 'node:util';
import type { HealthCheck } from '../../ecosystem/appSpec.ts';
import type { Health } from '../../protocol/model.ts';
import type { Disposable, InstanceLog } from '../logs/instanceLog.ts';
import type { StartTimer } from '../logs/startTimer.ts';
import { startTimer } from '../logs/startTimer.ts';
import { longestTimerMs } from './longestTimer.ts';
import type { ProbeContext } from './probeContext.ts';
import { runProbe } from './probe.ts';
import type { ProbeResult } from './probeResult.ts';

/** How often an instance that is not ready is asked at least: nobody should wait long for a start that is done. */
const readinessMs = 250;
/** What lies at least between two probes, however short the interval and however long they take. */
const pauseMs = 100;
/**
 * An instance that no connection has reached for so long, because others that share its port took them all, counts as
 * ready: it is chance whom the system gives a connection, and a good successor must not fail by chance.
 */
const unreachedMs = 10_000;

export interface HealthListener {
  /** The first passing probe, or the line waited for. Once. */
  ready(): void;
  /** `count` probes in a row have failed, the last one for `reason`. Once, and the last thing to happen. */
  unhealthy(failure: { readonly reason: string; readonly count: number }): void;
  /** `health` is another one than before. */
  changed(): void;
}

export interface HealthWatchOptions {
  readonly check: HealthCheck;
  /** Asked before each probe. */
  readonly context: () => ProbeContext;
  readonly log: Pick<InstanceLog, 'subscribe'>;
  readonly listener: HealthListener;
  readonly startTimer?: StartTimer;
  readonly probe?: typeof runProbe;
  /** Milliseconds since any moment; `performance.now` when absent. */
  readonly now?: () => number;
}

/**
 * The health check of one launch of an instance. Until the first passing probe it is about readiness, where
 * failures do not count; from then on about liveness, until too many fail in a row.
 */
export class HealthWatch {
  readonly #options: HealthWatchOptions;
  readonly #startTimer: StartTimer;
  readonly #probe: typeof runProbe;
  readonly #now: () => number;
  #health: Health = 'unknown';
  #startedAt = 0;
  #lastReason: string | null = null;
  /** In a row. */
  #failures = 0;
  #phase: 'new' | 'started' | 'over' = 'new';
  #paused = false;
  #cancelTimer: (() => void) | undefined;
  #running: AbortController | undefined;
  #following: Disposable | undefined;

  constructor(options: HealthWatchOptions) {
    this.#options = options;
    this.#startTimer = options.startTimer ?? startTimer;
    this.#probe = options.probe ?? runProbe;
    this.#now = options.now ?? (() => performance.now());
  }

  /** `unknown` until the instance is ready. */
  get health(): Health {
    return this.#health;
  }

  /** Why the last probe failed; null when it passed, or none has ended. */
  get lastReason(): string | null {
    return this.#lastReason;
  }

  /** The launch begins. A check of the log sees what is written from now on. */
  start(): void {
    if (this.#phase !== 'new') return;
    this.#phase = 'started';
    this.#startedAt = this.#now();
    if (this.#options.check.type === 'log') this.#followLog();
    else if (!this.#paused) void this.#run();
  }

  /**
   * While a debugger holds the instance nothing is asked, and an answer that is being waited for does not count.
   * Afterwards a fresh interval and a fresh count begin. A check of the log takes no notice.
   */
  setPaused(on: boolean): void {
    if (on === this.#paused) return;
    this.#paused = on;
    if (this.#phase !== 'started' || this.#options.check.type === 'log') return;
    if (on) {
      this.#failures = 0;
      this.#cease();
    } else if (this.#running === undefined) {
      this.#schedule(this.#intervalMs);
    }
  }

  /** Ends everything; the listener is not called any more. */
  dispose(): void {
    this.#phase = 'over';
    this.#cease();
    this.#following?.dispose();
  }

  get #intervalMs(): number {
    const { intervalMs } = this.#options.check;
    return this.#health === 'unknown' ? Math.min(readinessMs, intervalMs) : intervalMs;
  }

  #cease(): void {
    this.#cancelTimer?.();
    this.#running?.abort();
  }

  #schedule(ms: number): void {
    this.#cancelTimer = this.#startTimer(
      () => void this.#run(),
      Math.min(Math.max(pauseMs, ms), longestTimerMs),
    );
  }

  async #run(): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    const begun = this.#now();
    const { check, context } = this.#options;
    const result = await this.#probe(check, context(), running.signal);
    this.#running = undefined;
    const counts = !running.signal.aborted;
    if (counts) this.#judge(result);
    if (this.#phase !== 'started' || this.#paused) return;
    this.#schedule(counts ? this.#intervalMs - (this.#now() - begun) : this.#intervalMs);
  }

  #judge(result: ProbeResult): void {
    if (result.ok) {
      this.#failures = 0;
      this.#lastReason = null;
      this.#becomeReady();
      return;
    }
    if (result.missed === true) {
      // What the instance itself said last tells more.
      this.#lastReason ??= result.reason;
      const isSilent = this.#lastReason === result.reason && this.#health === 'unknown';
      if (isSilent && this.#now() - this.#startedAt >= unreachedMs) this.#becomeReady();
      return;
    }
    this.#lastReason = result.reason;
    if (this.#health === 'unknown') return;
    this.#failures += 1;
    if (this.#failures >= Math.max(1, this.#options.check.retries)) this.#becomeUnhealthy(result.reason);
  }

  #becomeReady(): void {
    if (this.#health === 'healthy') return;
    this.#health = 'healthy';
    this.#tell((listener) => listener.changed());
    this.#tell((listener) => listener.ready());
  }

  #becomeUnhealthy(reason: string): void {
    this.#health = 'unhealthy';
    this.#tell((listener) => listener.changed());
    this.#tell((listener) => listener.unhealthy({ reason, count: this.#failures }));
    this.dispose();
  }

  /** What the listener does may be to dispose of this. */
  #tell(call: (listener: HealthListener) => void): void {
    if (this.#phase !== 'over') call(this.#options.listener);
  }

  #followLog(): void {
    const pattern = this.#compile();
    if (pattern === undefined) return;
    this.#following = this.#options.log.subscribe((lines) => {
      if (!lines.some(({ text }) => pattern.test(stripVTControlCharacters(text)))) return;
      this.#following?.dispose();
      this.#becomeReady();
    });
  }

  #compile(): RegExp | undefined {
    try {
      return new RegExp(this.#options.check.pattern ?? '');
    } catch (error) {
      this.#lastReason = error instanceof Error ? error.message : String(error);
      return undefined;
    }
  }
}
