import type { FSWatcher } from 'node:fs';
import { statSync, statfsSync, watch } from 'node:fs';
import { basename } from 'node:path';
import type { Disposable } from '../logs/instanceLog.ts';
import type { StartTimer } from '../logs/startTimer.ts';
import { startTimer } from '../logs/startTimer.ts';

/** Looking costs CPU: once a second, and only where the system tells nothing. */
const pollMs = 1000;

/** Linux: NFS, SMB in three versions, 9p, FUSE, the shared folders of VirtualBox. Others change files there unseen. */
const remoteTypes = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x65735546, 0x786f4256]);

/** `name` of a file in the folder that has changed; null when anything may have: look. */
type Listener = (name: string | null) => void;

export interface FolderEventsOptions {
  /** Those of the system when absent. */
  readonly watchFolder?: typeof watch;
  readonly startTimer?: StartTimer;
}

/**
 * Tells that something has changed in folders, without looking into them: one that holds ten thousand files, or logs
 * that are written all the time, costs nothing. Where the system tells nothing (no such folder yet, no more watches, a
 * network drive) everybody is asked to look once a second, until it does.
 */
export class FolderEvents {
  readonly #options: FolderEventsOptions;
  readonly #folders = new Map<
    string,
    { readonly listeners: Set<Listener>; readonly watched: WatchedFolder }
  >();

  constructor(options: FolderEventsOptions = {}) {
    this.#options = options;
  }

  /** `folder` is absolute, and need not exist. Keeps no process alive. */
  on(folder: string, listener: Listener): Disposable {
    const known = this.#folders.get(folder) ?? this.#open(folder);
    const own: Listener = (name) => listener(name);
    known.listeners.add(own);
    return {
      dispose: () => {
        known.listeners.delete(own);
        if (known.listeners.size > 0 || this.#folders.get(folder) !== known) return;
        known.watched.dispose();
        this.#folders.delete(folder);
      },
    };
  }

  #open(folder: string): { listeners: Set<Listener>; watched: WatchedFolder } {
    const listeners = new Set<Listener>();
    const tell = (name: string | null): void => {
      for (const listener of [...listeners]) if (listeners.has(listener)) listener(name);
    };
    const opened = { listeners, watched: new WatchedFolder(folder, tell, this.#options) };
    this.#folders.set(folder, opened);
    return opened;
  }
}

class WatchedFolder {
  readonly #folder: string;
  readonly #tell: Listener;
  readonly #options: FolderEventsOptions;
  #watcher: FSWatcher | undefined;
  #inode: number | undefined;
  #cancelTimer: (() => void) | undefined;

  constructor(folder: string, tell: Listener, options: FolderEventsOptions) {
    this.#folder = folder;
    this.#tell = tell;
    this.#options = options;
    this.#open();
  }

  dispose(): void {
    this.#cancelTimer?.();
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  #open(): void {
    try {
      if (isRemote(this.#folder)) throw new Error('changed by others');
      const watcher = (this.#options.watchFolder ?? watch)(this.#folder, { persistent: false });
      this.#watcher = watcher;
      watcher.on('change', (_kind, name) => this.#take(name === null ? null : String(name)));
      watcher.on('error', () => this.#openAnew());
      this.#inode = inodeOf(this.#folder);
    } catch {
      // Whatever the reason, and however long: looking serves as well, only dearer and later.
      const start = this.#options.startTimer ?? startTimer;
      this.#cancelTimer = start(() => this.#openAnew(), pollMs);
    }
  }

  /** A folder that is removed or moved away tells so by its own name, and then nothing more. */
  #take(name: string | null): void {
    const mayBeGone = name === null || name === basename(this.#folder);
    if (mayBeGone && inodeOf(this.#folder) !== this.#inode) this.#openAnew();
    else this.#tell(name);
  }

  #openAnew(): void {
    this.dispose();
    this.#open();
    this.#tell(null);
  }
}

/** undefined when it is not there, or not to be seen. */
function inodeOf(folder: string): number | undefined {
  try {
    return statSync(folder).ino;
  } catch {
    return undefined;
  }
}

function isRemote(folder: string): boolean {
  return process.platform === 'linux' && remoteTypes.has(statfsSync(folder).type);
}
