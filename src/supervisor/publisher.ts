import type { Change } from '../protocol/changes.ts';
import type { AppInfo, InstanceInfo } from '../protocol/model.ts';

/** Changes are collected this long, so that one keystroke of the system is one message. */
const coalesceMs = 30;

/** An app or an instance that has changed; what it is now is read when that is told. */
export type Changed =
  | { readonly kind: 'app'; readonly of: { readonly id: string; readonly info: AppInfo } }
  | { readonly kind: 'instance'; readonly of: { readonly id: string; readonly info: InstanceInfo } };

/** Numbers and coalesces changes: of several to one record only the last is sent. */
export class Publisher {
  #seq = 0;
  #pending = new Map<string, Change | Changed>();
  #timer: NodeJS.Timeout | undefined;
  readonly #send: (seq: number, changes: readonly Change[]) => void;

  constructor(send: (seq: number, changes: readonly Change[]) => void) {
    this.#send = send;
  }

  /** The number of the last message sent; nothing may be pending when it is handed out with a snapshot. */
  get seq(): number {
    this.flush();
    return this.#seq;
  }

  publish(change: Change | Changed): void {
    const key = keyOf(change);
    // Removing before setting keeps the order in which things last happened.
    this.#pending.delete(key);
    this.#pending.set(key, change);
    this.#timer ??= setTimeout(() => this.flush(), coalesceMs);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.size === 0) return;
    const changes = [...this.#pending.values()].map(changeOf);
    this.#pending.clear();
    this.#seq += 1;
    this.#send(this.#seq, changes);
  }
}

/** What is told of it, as of now. */
export function changeOf(change: Change | Changed): Change {
  if (!('of' in change)) return change;
  return change.kind === 'app'
    ? { kind: 'app', app: change.of.info }
    : { kind: 'instance', instance: change.of.info };
}

function keyOf(change: Change | Changed): string {
  if ('of' in change) return `${change.kind} ${change.of.id}`;
  switch (change.kind) {
    case 'file':
      return `file ${change.file.path}`;
    case 'fileRemoved':
      return `file ${change.path}`;
    case 'app':
      return `app ${change.app.id}`;
    case 'appRemoved':
      return `app ${change.id}`;
    case 'instance':
      return `instance ${change.instance.id}`;
    case 'instanceRemoved':
      return `instance ${change.id}`;
  }
}
