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
  readonly log: InstanceLog;
  /** How often it was added and not yet removed. */
  followers: number;
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

  /**
   * Follows an instance, and gives the last `tail` lines before. Where it is followed already, what waits is sent first,
   * so that the tail ends where the next message begins for whoever asks now.
   */
  add(id: string, log: InstanceLog, tail: number): LogLine[] {
    const known = this.#followed.get(id);
    if (known?.log === log) {
      known.followers += 1;
      this.#flush();
      return log.tail(tail);
    }
    // An instance that was scaled away and came back has another log.
    if (known !== undefined) this.#forget(id, known);
    const subscription = log.subscribeBlocks((block) => {
      this.#take(followed, block);
    });
    const followed: Followed = { log, followers: 1, subscription, lines: [], dropped: 0 };
    this.#followed.set(id, followed);
    return log.tail(tail);
  }

  /** After as many removals as additions, what has not been sent of this instance is forgotten. */
  remove(id: string): void {
    const followed = this.#followed.get(id);
    if (followed === undefined) return;
    followed.followers -= 1;
    if (followed.followers === 0) this.#forget(id, followed);
  }

  dispose(): void {
    for (const [id, followed] of this.#followed) this.#forget(id, followed);
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #forget(id: string, { subscription }: Followed): void {
    subscription.dispose();
    this.#followed.delete(id);
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
