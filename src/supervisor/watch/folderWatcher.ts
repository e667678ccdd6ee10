import { realpathSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { basename, join } from 'node:path';
import type { ChokidarOptions, FSWatcher } from 'chokidar';
import { watch } from 'chokidar';
import type { Problem } from '../../protocol/model.ts';
import { startTimer } from '../logs/startTimer.ts';
import { fileTime } from './fileClock.ts';
import { gitignoresAbove, readGitignore } from './gitignoreFiles.ts';
import { IgnoreRules } from './ignoreRules.ts';
import type { ChangeKind } from './quietPeriod.ts';

/** Looking at every file costs CPU; where it was not asked for, once a second has to do. */
const fallbackMs = 1000;
/** A checkout that changes many .gitignore files has them read once. */
const rereadMs = 100;

const kinds: Partial<Record<string, ChangeKind>> = { add: 'added', change: 'changed', unlink: 'deleted' };

const limits: Partial<Record<string, string>> = {
  ENOSPC: 'no more folders can be watched (fs.inotify.max_user_watches)',
  EMFILE: 'no more watchers or files can be opened (fs.inotify.max_user_instances, ulimit -n)',
};

/** What decides which changes a watcher reports: two with the same of it can be one. */
export interface WatchedFolder {
  /** The folder or file, absolute; it need not exist yet. */
  readonly root: string;
  /** Where patterns start. */
  readonly cwd: string;
  readonly patterns: readonly string[];
  /** Whether the project's .gitignore files count. */
  readonly gitignore: boolean;
  /** A file that they may name without being left out: `IgnoreOptions.kept`. */
  readonly kept: string | null;
  readonly options: ChokidarOptions;
}

export interface FolderListener {
  readonly isExcluded: (path: string) => boolean;
  /** `path` is absolute. */
  readonly onChange: (path: string, kind: ChangeKind) => void;
  /** At most once. */
  readonly onDegraded: (problem: Problem) => void;
}

interface Opened {
  readonly watcher: FSWatcher;
  /** Files that it finds changed since then were changed while it was looking for them: a `fileTime`. */
  readonly since: number;
  readonly ready: Promise<void>;
  isReady: boolean;
  /** The files that changed before it was ready. */
  readonly early: Set<string>;
  /** Nobody has to wait for it any more. */
  settle(): void;
}

/** Watches a folder, or one file. Keeps no process alive. */
export class FolderWatcher {
  readonly #folder: WatchedFolder;
  readonly #listener: FolderListener;
  readonly #watch: typeof watch;
  /** Above the root, where .gitignore counts too. */
  readonly #above: readonly string[];
  #rules: IgnoreRules;
  #isPolling = false;
  #current: Opened;
  readonly #replaced = new Set<Promise<void>>();
  #cancelReread: (() => void) | undefined;
  #isDisposed = false;

  /** Throws a SyntaxError when a pattern is no expression. `watchPaths` is chokidar's function. */
  constructor(folder: WatchedFolder, listener: FolderListener, watchPaths: typeof watch = watch) {
    this.#folder = folder;
    this.#listener = listener;
    this.#watch = watchPaths;
    this.#above = folder.gitignore ? gitignoresAbove(folder.root, folder.cwd) : [];
    this.#rules = this.#createRules();
    this.#current = this.#open(fileTime());
  }

  /** Every change after this is reported, and what changed since the watcher was made; it is also over when the watcher is disposed of. */
  async ready(): Promise<void> {
    let current;
    do {
      current = this.#current;
      await current.ready;
    } while (current !== this.#current);
  }

  /** The folders that are watched, with the names that can trigger in each. */
  watched(): Readonly<Record<string, readonly string[]>> {
    return this.#current.watcher.getWatched();
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#cancelReread?.();
    this.#current.settle();
    await Promise.all([this.#current.watcher.close(), ...this.#replaced]);
  }

  #createRules(): IgnoreRules {
    const { root, cwd, patterns, gitignore, kept } = this.#folder;
    const real = realPath(root);
    const { isExcluded } = this.#listener;
    return new IgnoreRules(root, {
      cwd,
      patterns,
      kept,
      gitignoresAbove: this.#above,
      readGitignore: gitignore ? readGitignore : () => undefined,
      isExcluded: (path) => isExcluded(path) || (real !== root && isExcluded(real + path.slice(root.length))),
    });
  }

  #open(since: number): Opened {
    const { root, options } = this.#folder;
    const rules = this.#rules;
    let settle = (): void => undefined;
    const ready = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const links = new Set<string>();
    const opened = { since, ready, isReady: false, early: new Set<string>(), settle };
    const watcher = this.#watch([root, ...this.#above.map((folder) => join(folder, '.gitignore'))], {
      ...options,
      ...(this.#isPolling ? pollingOptions(options) : {}),
      ignored: (path, stats) => {
        if (!this.#isGitignore(path) && rules.ignores(path, stats?.isDirectory() ?? false)) return true;
        if (stats?.isSymbolicLink() === true) links.add(path);
        if (!opened.isReady) this.#look(path, stats, opened);
        return false;
      },
      // To be told of every file that is found takes twice the time.
      ignoreInitial: true,
      // Databases keep folders in projects that only they may read.
      ignorePermissionErrors: true,
      persistent: false,
      // The quiet period waits for files that come back, without holding back what else happens.
      atomic: false,
    });
    watcher.once('ready', () => {
      opened.isReady = true;
      settle();
    });
    watcher.on('all', (event, path) => this.#onEvent(event, path));
    watcher.on('raw', (_event, _name, details) => {
      const path = linkedFile(details, links);
      if (path !== undefined) this.#onEvent('change', path);
    });
    watcher.on('error', (error) => this.#onError(error));
    return Object.assign(opened, { watcher });
  }

  /** A file that was changed while the watcher was looking for it: nothing else tells of it. */
  #look(path: string, stats: Stats | undefined, { since, early }: Omit<Opened, 'watcher'>): void {
    if (stats?.isFile() !== true || !isChangedSince(since, stats) || early.has(path)) return;
    early.add(path);
    this.#onEvent('change', path);
  }

  #isGitignore(path: string): boolean {
    return this.#folder.gitignore && basename(path) === '.gitignore';
  }

  #onEvent(event: string, path: string): void {
    const kind = kinds[event];
    if (kind === undefined) return;
    if (this.#isGitignore(path)) this.#rereadSoon();
    if (!this.#rules.ignores(path, false)) this.#listener.onChange(path, kind);
  }

  #rereadSoon(): void {
    this.#cancelReread ??= startTimer(() => {
      this.#cancelReread = undefined;
      this.#rules = this.#createRules();
      this.#reopen(fileTime());
    }, rereadMs);
  }

  #onError(error: unknown): void {
    const reason = limits[errorCode(error) ?? ''];
    if (reason === undefined) {
      console.error(`watch ${this.#folder.root}: ${String(error)}`);
      return;
    }
    if (this.#isPolling || this.#isDisposed) return;
    this.#isPolling = true;
    this.#reopen(this.#current.isReady ? fileTime() : this.#current.since);
    const data = { folder: this.#folder.root, reason };
    this.#listener.onDegraded({ code: 'watch-polling', severity: 'warning', data });
  }

  /** The watcher before stays until the new one sees everything, so that nothing is missed in between. */
  #reopen(since: number): void {
    const before = this.#current;
    this.#current = this.#open(since);
    before.settle();
    const replaced = this.ready()
      .then(() => before.watcher.close())
      .catch((error: unknown) => {
        console.error(`watch ${this.#folder.root}: ${String(error)}`);
      })
      .finally(() => this.#replaced.delete(replaced));
    this.#replaced.add(replaced);
  }
}

/**
 * The linked file that a raw event is about. Chokidar goes by the link, which does not change with what it points to,
 * and so passes over the second of two saves within 50 ms.
 */
function linkedFile(details: unknown, links: ReadonlySet<string>): string | undefined {
  if (typeof details !== 'object' || details === null || !('watchedPath' in details)) return undefined;
  const { watchedPath } = details;
  if (typeof watchedPath !== 'string' || !links.has(watchedPath)) return undefined;
  return statSync(watchedPath, { throwIfNoEntry: false })?.isFile() === true ? watchedPath : undefined;
}

/** By the time of the change of name or content, which a checkout or a rename sets as well. Nothing is from the future. */
function isChangedSince(since: number, { ctimeMs }: Stats): boolean {
  return ctimeMs >= since && ctimeMs <= Date.now() + 1;
}

function pollingOptions({ pollingInterval, pollingBinaryInterval }: ChokidarOptions): ChokidarOptions {
  return {
    backend: 'polling',
    pollingInterval: pollingInterval ?? fallbackMs,
    pollingBinaryInterval: pollingBinaryInterval ?? pollingInterval ?? fallbackMs,
  };
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** What does not exist yet has no other path. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
