import type { EventParams } from '../../protocol/contract.ts';
import type { TimelineEvent } from '../../protocol/timeline.ts';
import type { StartTimer } from '../logs/startTimer.ts';
import { startTimer } from '../logs/startTimer.ts';
import type { Timeline } from './timeline.ts';

type Batches = EventParams<'timeline'>['batches'];

export interface TimelineFeedOptions {
  /** Sends one message; it counts as unsent until the promise is settled. */
  readonly send: (batches: Batches) => Promise<unknown>;
  readonly startTimer?: StartTimer;
}

/** Events wait this long for others to go along. */
const batchMs = 50;
/** A client with so many events unsent is too slow: further ones are counted and no longer sent. */
export const unsentEvents = 2000;

interface Followed {
  readonly subscription: { dispose(): void };
  events: TimelineEvent[];
  dropped: number;
}

/** Sends one client the events of the instances it follows, in batches, and no more than it reads. */
export class TimelineFeed {
  readonly #options: TimelineFeedOptions;
  readonly #followed = new Map<string, Followed>();
  /** Waiting for their batch, or on their way. */
  #unsent = 0;
  #cancelTimer: (() => void) | undefined;

  constructor(options: TimelineFeedOptions) {
    this.#options = options;
  }

  /** Follows an instance, and gives what is kept of it. Following it already begins anew. */
  add(id: string, timeline: Timeline): readonly TimelineEvent[] {
    this.remove(id);
    const followed: Followed = {
      subscription: timeline.subscribe((event) => this.#take(followed, event)),
      events: [],
      dropped: 0,
    };
    this.#followed.set(id, followed);
    return timeline.events;
  }

  /** What has not been sent of this instance is forgotten. */
  remove(id: string): void {
    const followed = this.#followed.get(id);
    if (followed === undefined) return;
    followed.subscription.dispose();
    this.#unsent -= followed.events.length;
    this.#followed.delete(id);
  }

  dispose(): void {
    for (const id of [...this.#followed.keys()]) this.remove(id);
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #take(followed: Followed, event: TimelineEvent): void {
    if (this.#unsent >= unsentEvents) followed.dropped += 1;
    else {
      followed.events.push(event);
      this.#unsent += 1;
    }
    this.#cancelTimer ??= (this.#options.startTimer ?? startTimer)(() => {
      this.#cancelTimer = undefined;
      this.#flush();
    }, batchMs);
  }

  #flush(): void {
    const batches: Batches[number][] = [];
    let count = 0;
    for (const [instance, followed] of this.#followed) {
      const { events, dropped } = followed;
      if (events.length === 0 && dropped === 0) continue;
      batches.push({ instance, events, dropped });
      count += events.length;
      followed.events = [];
      followed.dropped = 0;
    }
    if (batches.length === 0) return;
    const settled = (): void => {
      this.#unsent -= count;
    };
    this.#options.send(batches).then(settled, settled);
  }
}
