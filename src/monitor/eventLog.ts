import type { MonitorEvent } from '../protocol/monitor.ts';

/** So many of the newest events are kept. */
const keptEvents = 1000;

export type EventKind = 'all' | 'restarts' | 'failures';

const kinds: Readonly<Record<Exclude<EventKind, 'all'>, ReadonlySet<string>>> = {
  restarts: new Set(['fork', 'start', 'restart', 'reload', 'stop', 'drain', 'exit', 'ready', 'listening']),
  failures: new Set(['error', 'not-ready', 'reload-failed', 'errored', 'kill', 'health']),
};

export interface EventFilter {
  readonly kind: EventKind;
  /** Part of an instance's name, an event or what is said of it; '' for all. */
  readonly text: string;
}

/** Events of several instances, each once, newest first. */
export class EventLog {
  #events: MonitorEvent[] = [];
  readonly #known = new Set<string>();

  /** True when one of them was not known yet. */
  add(events: readonly MonitorEvent[]): boolean {
    const fresh = events.filter((event) => {
      const name = nameOf(event);
      if (this.#known.has(name)) return false;
      this.#known.add(name);
      return true;
    });
    if (fresh.length === 0) return false;
    // Sorting keeps the order of what happened in one millisecond, so the later of two is put first.
    this.#events = [...fresh.reverse(), ...this.#events].sort((one, other) => other.at - one.at);
    for (const gone of this.#events.splice(keptEvents)) this.#known.delete(nameOf(gone));
    return true;
  }

  filtered({ kind, text }: EventFilter): readonly MonitorEvent[] {
    const wanted = text.trim().toLowerCase();
    return this.#events.filter(
      (event) =>
        (kind === 'all' || kinds[kind].has(event.event)) &&
        [event.name, event.event, event.text].some((part) => part.toLowerCase().includes(wanted)),
    );
  }
}

function nameOf({ instance, at, event, launch, text }: MonitorEvent): string {
  return [instance, at, event, launch, text].join('\n');
}
