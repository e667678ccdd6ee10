import type { Change } from '../protocol/changes.ts';
import { applyChanges } from '../protocol/changes.ts';
import type { Snapshot } from '../protocol/model.ts';
import { changesBetween } from './changesBetween.ts';

interface Message {
  readonly seq: number;
  readonly changes: readonly Change[];
}

/**
 * A copy of the supervisor's state that is always one the supervisor really had. After a gap it stands still,
 * keeping what arrives, until `replace` gives it a whole snapshot again.
 */
export class SnapshotMirror {
  #seq: number;
  #snapshot: Snapshot;
  #waiting: Message[] | undefined;

  constructor(seq: number, snapshot: Snapshot) {
    this.#seq = seq;
    this.#snapshot = snapshot;
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** The changes that took effect: none when the message is old; `'gap'` when the snapshot has to be asked for. */
  take(message: Message): readonly Change[] | 'gap' {
    if (this.#waiting !== undefined) {
      this.#waiting.push(message);
      return [];
    }
    if (message.seq <= this.#seq) return [];
    if (message.seq !== this.#seq + 1) {
      this.#waiting = [message];
      return 'gap';
    }
    this.#seq = message.seq;
    this.#snapshot = applyChanges(this.#snapshot, message.changes);
    return message.changes;
  }

  /** Stands still from now on, as after a gap; for a message that could not be understood. */
  distrust(): 'gap' | 'waiting' {
    if (this.#waiting !== undefined) return 'waiting';
    this.#waiting = [];
    return 'gap';
  }

  /** A whole snapshot, then what arrived meanwhile. `'gap'` when that still leaves one. */
  replace(seq: number, snapshot: Snapshot): readonly Change[] | 'gap' {
    const before = this.#snapshot;
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    this.#seq = seq;
    this.#snapshot = snapshot;
    for (const message of waiting) {
      if (this.take(message) === 'gap') {
        this.#waiting = waiting;
        return 'gap';
      }
    }
    return changesBetween(before, this.#snapshot);
  }
}
