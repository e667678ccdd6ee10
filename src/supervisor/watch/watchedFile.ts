import type { BigIntStats } from 'node:fs';
import { realpathSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Disposable } from '../logs/instanceLog.ts';
import type { FolderEvents } from './folderEvents.ts';
import type { ChangeKind } from './quietPeriod.ts';

/** Watches one file, which need not exist, and which may be a link to one elsewhere. */
export class WatchedFile implements Disposable {
  readonly #path: string;
  readonly #folders: FolderEvents;
  readonly #onChange: (kind: ChangeKind) => void;
  readonly #subscription: Disposable;
  /** Where it is when it is a link. */
  #target: { readonly path: string; readonly subscription: Disposable } | undefined;
  #mark: string | undefined;

  /** `path` is absolute. What changes from now on is told. */
  constructor(path: string, folders: FolderEvents, onChange: (kind: ChangeKind) => void) {
    this.#path = path;
    this.#folders = folders;
    this.#onChange = onChange;
    this.#subscription = this.#lookAt(path);
    this.#followLink();
    this.#mark = markOf(path);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#target?.subscription.dispose();
  }

  #lookAt(path: string): Disposable {
    return this.#folders.on(dirname(path), (name) => {
      if (name === null || name === basename(path)) this.#look();
    });
  }

  #followLink(): void {
    const real = realPath(this.#path);
    if (real === this.#target?.path) return;
    this.#target?.subscription.dispose();
    const isElsewhere = real !== undefined && real !== this.#path;
    this.#target = isElsewhere ? { path: real, subscription: this.#lookAt(real) } : undefined;
  }

  #look(): void {
    this.#followLink();
    const [before, now] = [this.#mark, markOf(this.#path)];
    this.#mark = now;
    if (before === now) return;
    if (before === undefined) this.#onChange('added');
    else this.#onChange(now === undefined ? 'deleted' : 'changed');
  }
}

/** Differs after each change of the content; undefined when there is no such file. */
function markOf(path: string): string | undefined {
  const stats = statOf(path);
  return stats?.isFile() === true
    ? [stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(' ')
    : undefined;
}

function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true });
  } catch {
    // Not there, or in a folder that may not be read: no file for whoever reads it next either.
    return undefined;
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
