import { stripVTControlCharacters } from 'node:util';
import type { AppPlan } from '../ecosystem/appSpec.ts';
import { readyLine } from '../ecosystem/readyLine.ts';
import type { Health } from '../protocol/model.ts';
import type { Disposable, InstanceLog } from './logs/instanceLog.ts';
import { decodeBlock } from './logs/logBlock.ts';
import type { HealthWatchOptions } from './probe/healthWatch.ts';
import { HealthWatch } from './probe/healthWatch.ts';

export interface ReadinessOptions {
  readonly plan: Pick<AppPlan, 'spec' | 'sharing' | 'shell' | 'script' | 'args'>;
  /** As the log numbers it. */
  readonly launch: number;
  readonly context: HealthWatchOptions['context'];
  readonly log: Pick<InstanceLog, 'subscribe' | 'subscribeBlocks'>;
  readonly listener: HealthWatchOptions['listener'];
}

/**
 * When one process counts as ready, and whether it stays healthy: by its message with `wait_ready`, by its health
 * check where it has one (by both with both), else by its first listen, which servers tell by a line of output
 * where their socket is not their own.
 */
export class Readiness {
  #isAwaited: { message: boolean; listening: boolean };
  #isHealthy: boolean;
  readonly #watch: HealthWatch | undefined;
  readonly #listener: ReadinessOptions['listener'];
  #following: Disposable | undefined;

  constructor(options: ReadinessOptions) {
    const { plan, context, log, listener } = options;
    const { waitReady, healthCheck } = plan.spec;
    const check = healthCheck?.enabled === true ? healthCheck : null;
    this.#listener = listener;
    this.#isAwaited = {
      message: waitReady,
      // On a shared port another instance may answer the check, so this one has to listen by itself.
      listening: !waitReady && (check === null || plan.sharing === 'cluster'),
    };
    this.#isHealthy = check === null;
    if (this.#isAwaited.listening) this.#followLine(options);
    if (check === null) return;
    this.#watch = new HealthWatch({
      check,
      context,
      log,
      listener: {
        ...listener,
        ready: () => {
          this.#isHealthy = true;
          this.#tell();
        },
      },
    });
    // The line it waits for may come before the news that the process is there.
    if (check.type === 'log') this.#watch.start();
  }

  /** null without a health check. */
  get health(): Health | null {
    return this.#watch?.health ?? null;
  }

  /** What the last failed check said. */
  get lastReason(): string | null {
    return this.#watch?.lastReason ?? null;
  }

  /** The process is there. */
  started(): void {
    this.#watch?.start();
  }

  listening(): void {
    if (!this.#isAwaited.listening) return;
    this.#following?.dispose();
    this.#isAwaited.listening = false;
    this.#tell();
  }

  /** `process.send('ready')`. */
  readyMessage(): void {
    if (!this.#isAwaited.message) return;
    this.#isAwaited.message = false;
    this.#tell();
  }

  setHeld(on: boolean): void {
    this.#watch?.setPaused(on);
  }

  dispose(): void {
    this.#following?.dispose();
    this.#watch?.dispose();
  }

  #followLine({ plan, launch, log }: ReadinessOptions): void {
    const line = readyLine(plan);
    if (line === null) return;
    this.#following = log.subscribeBlocks((block) => {
      // Another one that serves beside it writes to the same log.
      if (block.launch !== launch) return;
      if (decodeBlock(block).some(({ text }) => line.test(stripVTControlCharacters(text)))) this.listening();
    });
  }

  #tell(): void {
    const { message, listening } = this.#isAwaited;
    if (this.#isHealthy && !message && !listening) this.#listener.ready();
  }
}
