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

/** Decides when a tree is drawn, so that a change is seen as soon as VS Code allows. */
export class DrawPace {
  #due: number | undefined;
  #drawnAt = -Infinity;

  /** The milliseconds to wait with drawing a change that has come; undefined when one is due by then anyway. */
  take(isPassing: boolean, now: number): number | undefined {
    const due = Math.max(now + (isPassing ? passingMs : settleMs), this.#drawnAt + restMs);
    if (this.#due !== undefined && this.#due <= due) return undefined;
    this.#due = due;
    return due - now;
  }

  /** Everything that has come is in the tree. `isNews`: VS Code was told to draw something. */
  drawn(isNews: boolean, now: number): void {
    this.#due = undefined;
    if (isNews) this.#drawnAt = now;
  }
}

/** Whether another change will follow all of these by itself; null: anything may have changed. */
export function arePassing(changes: readonly Change[] | null): boolean {
  return changes !== null && changes.every(isPassing);
}

function isPassing(change: Change): boolean {
  if (change.kind !== 'instance' && change.kind !== 'app') return false;
  const { status } = change.kind === 'app' ? change.app : change.instance;
  return status === 'launching' || status === 'stopping' || status === 'reloading';
}
