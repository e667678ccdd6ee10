import type { TimelineEvent } from '../../protocol/timeline.ts';
import type { LaunchEvent } from '../launch/launcher.ts';
import type { Readiness } from '../readiness.ts';
import type { Launch } from '../slotState.ts';
import { launchEntry } from './launchEntry.ts';
import type { Move, SlotEntry } from './slotEntries.ts';
import { slotEntries } from './slotEntries.ts';

/** Events kept per instance. */
export const keptEvents = 200;
/** Of these may be messages: a program that sends many must not push out its restarts. */
export const keptMessages = 50;

/** What happened to one instance, over all its processes, as long as its supervisor lives. */
export class Timeline {
  #events: TimelineEvent[] = [];
  #messages = 0;
  readonly #followers = new Set<(event: TimelineEvent) => void>();

  /** What is kept, oldest first. */
  get events(): readonly TimelineEvent[] {
    return [...this.#events];
  }

  /** Something happened to a process. */
  happened(launch: Launch, event: LaunchEvent): void {
    const entry = launchEntry(event);
    if (entry === undefined) return;
    this.#add({ ...entry, launch }, event.kind === 'started' ? event.pid : this.#pidOf(launch));
  }

  /** The state machine has made a move, whose effects have not been carried out yet. */
  moved(move: Move, facts: SlotEntry['data']): void {
    for (const entry of slotEntries(move, facts)) {
      // What is left of the group of one that has ended is cleaned up by a kill, too.
      if (entry.event === 'kill' && !this.#isThere(entry.launch)) continue;
      this.#add(entry, this.#pidOf(entry.launch));
    }
  }

  /** The health check of a process says something else now. */
  healthChanged(launch: Launch, { health, lastReason }: Pick<Readiness, 'health' | 'lastReason'>): void {
    const failure = lastReason === null ? {} : { failure: lastReason };
    const entry: SlotEntry = { event: 'health', launch, data: { health: health ?? 'unknown', ...failure } };
    this.#add(entry, this.#pidOf(launch));
  }

  /** Calls `listener` with every event from now on. */
  subscribe(listener: (event: TimelineEvent) => void): { dispose(): void } {
    const follower = (event: TimelineEvent): void => listener(event);
    this.#followers.add(follower);
    return { dispose: () => this.#followers.delete(follower) };
  }

  /** As of the events that are kept. */
  #pidOf(launch: Launch | null): number | null {
    return launch === null ? null : (this.#events.findLast((one) => one.launch === launch)?.pid ?? null);
  }

  #isThere(launch: Launch | null): boolean {
    const hasExited = this.#events.some((one) => one.launch === launch && one.event === 'exit');
    return this.#pidOf(launch) !== null && !hasExited;
  }

  #add(entry: SlotEntry, pid: number | null): void {
    const event: TimelineEvent = { at: Date.now(), ...entry, pid };
    this.#events.push(event);
    if (event.event === 'message') this.#messages += 1;
    if (this.#messages > keptMessages) this.#drop(this.#events.findIndex((one) => one.event === 'message'));
    else if (this.#events.length > keptEvents) this.#drop(0);
    for (const follower of this.#followers) follower(event);
  }

  #drop(index: number): void {
    const [dropped] = this.#events.splice(index, 1);
    if (dropped?.event === 'message') this.#messages -= 1;
  }
}
