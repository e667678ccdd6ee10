import type { LogLine } from '../../protocol/model.ts';
import type { EventParams } from '../../protocol/contract.ts';
import type { Disposable, InstanceLog } from './instanceLog.ts';
import type { LogBlock } from './logBlock.ts';
import type { StartTimer } from './startTimer.ts';
import { startTimer } from './startTimer.ts';
import { WaitingLines } from './waitingLines.ts';

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
  /** Milliseconds of a clock that never jumps. */
  readonly now?: () => number;
}

/** Messages are so far apart, and lines wait for others to go along; the first after a silence goes at once. */
export const batchMs = 50;
/** No message carries more bytes of text. */
export const batchBytes = 256 * 1024;
/** A client with so much unsent is too slow: it gets the newest lines when it reads again, and the number of the others. */
export const unsentBytes = 4 * 1024 * 1024;
/** Lines of an instance that wait for a slow client. */
export const waitingForSlow = 1000;

interface Followed {
  /** undefined when its instance is gone: nothing is kept of it but what is still to be sent. */
  log: InstanceLog | undefined;
  /** How often it was added and not yet removed. */
  followers: number;
  readonly subscription: Disposable;
  readonly waiting: WaitingLines;
  /** Lines that one message has at most. */
  most: number;
}

/** Sends one client the lines of the instances it follows, in batches, and no more than it reads. */
export class LogFeed {
  readonly #options: LogFeedOptions;
  readonly #followed = new Map<string, Followed>();
  #inFlightBytes = 0;
  #sentAt = -Infinity;
  #cancelTimer: (() => void) | undefined;

  constructor(options: LogFeedOptions) {
    this.#options = options;
  }

  /**
   * Follows an instance, and gives the last `tail` lines before. Where it is followed already, what waits is sent first,
   * so that the tail ends where the next message begins for whoever asks now. Of more than `most` lines in a message the
   * newest are sent; of several wishes the greatest counts.
   */
  add(id: string, log: InstanceLog, tail: number, most = Infinity): LogLine[] {
    const known = this.#followed.get(id);
    if (known?.log === log) {
      known.followers += 1;
      known.most = Math.max(known.most, most);
      this.#flush();
      return log.tail(tail);
    }
    // An instance that was scaled away and came back has another log.
    if (known !== undefined) this.#forget(id, known);
    const subscription = log.subscribeBlocks(
      (block) => this.#take(followed, block),
      () => this.#end(id, followed),
    );
    const followed: Followed = { log, followers: 1, subscription, waiting: new WaitingLines(), most };
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

  /** Nothing more comes of an instance that is gone; what waits is still sent. */
  #end(id: string, followed: Followed): void {
    followed.log = undefined;
    if (followed.waiting.isEmpty) this.#forget(id, followed);
  }

  #forget(id: string, { subscription }: Followed): void {
    subscription.dispose();
    this.#followed.delete(id);
  }

  #take({ waiting, most }: Followed, block: LogBlock): void {
    if (block.count === 0) return;
    const limit = this.#isBehind() ? Math.min(most, waitingForSlow) : most;
    if (limit === Infinity && this.#waitingBytes + block.bytes.length > batchBytes) this.#flush();
    waiting.add(block);
    if (limit < Infinity) waiting.shorten(limit, batchBytes);
    this.#flushLater();
  }

  #now(): number {
    return this.#options.now?.() ?? performance.now();
  }

  get #waitingBytes(): number {
    let bytes = 0;
    for (const { waiting } of this.#followed.values()) bytes += waiting.bytes;
    return bytes;
  }

  #flushLater(): void {
    if (this.#cancelTimer !== undefined) return;
    const restMs = Math.max(0, this.#sentAt + batchMs - this.#now());
    this.#cancelTimer = (this.#options.startTimer ?? startTimer)(() => {
      this.#cancelTimer = undefined;
      this.#sentAt = this.#now();
      // What waits for a client that reads nothing goes when it does.
      if (this.#isBehind()) this.#flushLater();
      else this.#flush();
    }, restMs);
  }

  #isBehind(): boolean {
    return this.#options.writableLength() + this.#inFlightBytes > unsentBytes;
  }

  #flush(): void {
    const batches: Batches[number][] = [];
    const bytes = this.#waitingBytes;
    for (const [instance, followed] of this.#followed) {
      const { waiting, most, log } = followed;
      if (!waiting.isEmpty) batches.push({ instance, ...waiting.take(most) });
      if (log === undefined) this.#forget(instance, followed);
    }
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
