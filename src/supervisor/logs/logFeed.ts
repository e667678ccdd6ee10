import type { LogLine } from '../../protocol/model.ts';
import type { EventParams } from '../../protocol/contract.ts';
import type { Disposable, InstanceLog } from './instanceLog.ts';
import type { LogBlock } from './logBlock.ts';
import { decodeBlock } from './logBlock.ts';
import type { StartTimer } from './startTimer.ts';
import { startTimer } from './startTimer.ts';

type Batches = EventParams<'logs'>['batches'];

export interface LogFeedOptions {
  /**
   * Sends one message. When it returns a promise, the message counts as unsent until that is settled; writers
   * that queue by themselves hide what is unsent from `writableLength`.
   */
  readonly send: (batches: Batches) => Promise<unknown> | undefined;
  /** Bytes waiting in the client's socket. */
  readonly writableLength: () => number;
  readonly startTimer?: StartTimer;
}

/** Lines wait this long for others to go along. */
export const batchMs = 50;
/** No message carries more bytes of text. */
export const batchBytes = 256 * 1024;
/** A client with so much unsent is too slow: lines are counted and no longer sent. */
export const unsentBytes = 4 * 1024 * 1024;

interface Followed {
  readonly subscription: Disposable;
  lines: LogLine[];
  dropped: number;
}

/** Sends one client the lines of the instances it follows, in batches, and no more than it reads. */
export class LogFeed {
  readonly #options: LogFeedOptions;
  readonly #followed = new Map<string, Followed>();
  #waitingBytes = 0;
  #inFlightBytes = 0;
  #cancelTimer: (() => void) | undefined;

  constructor(options: LogFeedOptions) {
    this.#options = options;
  }

  /** Follows an instance, and gives the last `tail` lines before. Following it already begins anew. */
  add(id: string, log: InstanceLog, tail: number): LogLine[] {
    this.remove(id);
    const subscription = log.subscribeBlocks((block) => {
      this.#take(followed, block);
    });
    const followed: Followed = { subscription, lines: [], dropped: 0 };
    this.#followed.set(id, followed);
    return log.tail(tail);
  }

  /** What has not been sent of this instance is forgotten. */
  remove(id: string): void {
    this.#followed.get(id)?.subscription.dispose();
    this.#followed.delete(id);
  }

  dispose(): void {
    for (const id of [...this.#followed.keys()]) this.remove(id);
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #take(followed: Followed, block: LogBlock): void {
    if (block.count === 0) return;
    if (this.#isBehind()) {
      followed.dropped += block.count;
    } else {
      if (this.#waitingBytes + block.bytes.length > batchBytes) this.#flush();
      followed.lines.push(...decodeBlock(block));
      this.#waitingBytes += block.bytes.length;
    }
    this.#cancelTimer ??= (this.#options.startTimer ?? startTimer)(() => {
      this.#cancelTimer = undefined;
      this.#flush();
    }, batchMs);
  }

  #isBehind(): boolean {
    return this.#options.writableLength() + this.#inFlightBytes > unsentBytes;
  }

  #flush(): void {
    const batches: Batches[number][] = [];
    for (const [instance, followed] of this.#followed) {
      const { lines, dropped } = followed;
      if (lines.length === 0 && dropped === 0) continue;
      batches.push({ instance, lines, dropped });
      followed.lines = [];
      followed.dropped = 0;
    }
    const bytes = this.#waitingBytes;
    this.#waitingBytes = 0;
    if (batches.length === 0) return;
    const sent = this.#options.send(batches);
    if (sent === undefined) return;
    this.#inFlightBytes += bytes;
    const settled = (): void => {
      this.#inFlightBytes -= bytes;
    };
    sent.then(settled, settled);
  }
}
