import type { Change } from '../../protocol/changes.ts';

/** Changes that come within this time are drawn together, in milliseconds. */
const settleMs = 20;

/** How long a state that leads to another one is held back: most are over before anybody could see them. */
const passingMs = 100;

/**
 * VS Code draws a tree at once when it was left alone for 200 ms, and else waits for such a pause, however long that
 * takes. Drawn no sooner than after this time, no change waits for others to end.
 */
const restMs = 205;

/** How long VS Code may take to read what it was told to draw, before it is told of more. */
const readMs = 1000;

interface Due {
  readonly status: string;
  readonly at: number;
}

/** Decides when a tree is drawn, so that a change is seen as soon as VS Code allows. */
export class DrawPace {
  /** By what has changed: a state that another one has followed need not be drawn. */
  readonly #due = new Map<string, Due>();
  #drawnAt = -Infinity;
  #awaitedUntil = -Infinity;

  /** The milliseconds to wait with drawing, from now on; undefined when that is as it was. null: anything changed. */
  take(changes: readonly Change[] | null, now: number): number | undefined {
    const before = this.#dueAt();
    for (const { about, status, isPassing } of statesOf(changes)) {
      const known = this.#due.get(about);
      if (known?.status === status) continue;
      this.#due.set(about, { status, at: now + (isPassing ? passingMs : settleMs) });
    }
    return this.#waitUnless(before, now);
  }

  /** Everything that has come is in the tree. What VS Code was told by that, if anything. */
  drawn(told: 'nothing' | 'message' | 'rows', now: number): void {
    this.#due.clear();
    if (told !== 'nothing') this.#drawnAt = now;
    if (told === 'rows') this.#awaitedUntil = now + readMs;
  }

  /** VS Code has read what it was told of. The milliseconds to wait with what has come since, as of `take`. */
  read(now: number): number | undefined {
    const before = this.#dueAt();
    this.#awaitedUntil = -Infinity;
    return this.#waitUnless(before, now);
  }

  #waitUnless(before: number, now: number): number | undefined {
    const due = this.#dueAt();
    return due === before ? undefined : Math.max(0, due - now);
  }

  /** Infinity when there is nothing to draw. */
  #dueAt(): number {
    const first = Math.min(...[...this.#due.values()].map(({ at }) => at));
    return Math.max(first, this.#drawnAt + restMs, this.#awaitedUntil);
  }
}

interface State {
  /** What has it. */
  readonly about: string;
  readonly status: string;
  /** Another one will follow by itself. */
  readonly isPassing: boolean;
}

function statesOf(changes: readonly Change[] | null): readonly State[] {
  if (changes === null) return [{ about: '', status: 'any', isPassing: false }];
  // Metrics are in no hurry.
  if (changes.length === 0) return [{ about: 'metrics', status: '', isPassing: true }];
  return changes.map((change): State => {
    if (change.kind !== 'instance' && change.kind !== 'app')
      return { about: change.kind, status: '', isPassing: false };
    const { id, status } = change.kind === 'app' ? change.app : change.instance;
    const isPassing = status === 'launching' || status === 'stopping' || status === 'reloading';
    return { about: `${change.kind} ${id}`, status, isPassing };
  });
}
