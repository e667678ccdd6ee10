import { realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { watch } from 'chokidar';
import type { WatchSpec } from '../../ecosystem/appSpec.ts';
import type { Problem } from '../../protocol/model.ts';
import type { WatchedFolder } from './folderWatcher.ts';
import { FolderWatcher } from './folderWatcher.ts';
import type { ChangeKind } from './quietPeriod.ts';
import { isEmptyFile } from './isEmptyFile.ts';
import { QuietPeriod } from './quietPeriod.ts';
import { watchedFolders } from './watchedFolders.ts';

/** What belongs to the app that is watched. */
export interface WatchTarget {
  /** Absolute; where patterns and the names of changed files start. */
  readonly cwd: string;
  /** The file that is run, absolute: where it lies is watched even if the project's .gitignore names it (`dist/`). */
  readonly script: string | null;
  /** Whether the project's .gitignore files count where `watch_options` says nothing of it. */
  readonly gitignore: boolean;
  /** Log and pid files, absolute. They, and what they are rotated to, are no change for any app. */
  readonly outputs: readonly string[];
  /** More files, absolute, that are no change for this app. */
  readonly excluded: readonly string[];
  /** The names of the files that changed, the first one first. Never none. */
  readonly onChange: (files: readonly string[]) => void;
  /** A folder has to be watched by polling. Once for each. */
  readonly onDegraded: (problem: Problem) => void;
}

type Accepts = (file: string) => boolean;

interface Watched {
  readonly delayMs: number | null;
  readonly target: WatchTarget;
  readonly excluded: ReadonlySet<string>;
  readonly quiet: QuietPeriod;
  /** By the key of the watcher: which of its files are meant. */
  readonly uses: ReadonlyMap<string, readonly Accepts[]>;
}

interface Shared {
  readonly watcher: FolderWatcher;
  readonly users: Set<string>;
  problem: Problem | undefined;
}

/** Watches files for apps. One watcher serves all apps that watch the same folder by the same rules. */
export class Watches {
  readonly #watchPaths: typeof watch | undefined;
  readonly #watched = new Map<string, Watched>();
  readonly #shared = new Map<string, Shared>();
  readonly #closing = new Set<Promise<void>>();
  #outputs: ReadonlySet<string> = new Set();

  /** `watchPaths`: chokidar's function when absent. */
  constructor(watchPaths?: typeof watch) {
    this.#watchPaths = watchPaths;
  }

  /**
   * Watches for `id` what `spec` says; null is nothing. Said again, what stays the same goes on without a gap, and
   * what has not been told yet is told to the new target.
   */
  set(id: string, spec: WatchSpec | null, target: WatchTarget): void {
    if (spec === null) {
      this.remove(id);
      return;
    }
    const known = this.#watched.get(id);
    const uses = new Map<string, Accepts[]>();
    this.#watched.set(id, {
      delayMs: spec.delayMs,
      target,
      excluded: new Set(target.excluded.map((path) => resolve(path))),
      quiet: known?.quiet ?? this.#createQuiet(id),
      uses,
    });
    this.#collectOutputs();
    for (const { folder, accepts } of watchedFolders(spec, target)) {
      const key = JSON.stringify(folder);
      uses.set(key, [...(uses.get(key) ?? []), accepts]);
      this.#join(id, key, folder);
    }
    for (const key of known?.uses.keys() ?? []) if (!uses.has(key)) this.#leave(id, key);
  }

  remove(id: string): void {
    const known = this.#watched.get(id);
    if (known === undefined) return;
    known.quiet.dispose();
    this.#watched.delete(id);
    this.#collectOutputs();
    for (const key of known.uses.keys()) this.#leave(id, key);
  }

  /** What is wrong with the watching of `id` now. */
  problems(id: string): readonly Problem[] {
    const keys = [...(this.#watched.get(id)?.uses.keys() ?? [])];
    return keys.map((key) => this.#shared.get(key)?.problem).filter((problem) => problem !== undefined);
  }

  /** Every change after this is told. At once for an id that is not watched. */
  async ready(id: string): Promise<void> {
    const keys = [...(this.#watched.get(id)?.uses.keys() ?? [])];
    const shared = keys.map((key) => this.#shared.get(key)).filter((found) => found !== undefined);
    await Promise.all(shared.map(({ watcher }) => watcher.ready()));
  }

  /** Resolves when nothing is left of any watcher. */
  async dispose(): Promise<void> {
    for (const id of [...this.#watched.keys()]) this.remove(id);
    await Promise.all(this.#closing);
  }

  #createQuiet(id: string): QuietPeriod {
    return new QuietPeriod({
      delayMs: () => this.#watched.get(id)?.delayMs ?? null,
      fire: (files) => this.#watched.get(id)?.target.onChange(files),
      isEmpty: (file) => isEmptyFile(resolve(this.#watched.get(id)?.target.cwd ?? '', file)),
    });
  }

  #join(id: string, key: string, folder: WatchedFolder): void {
    const shared = this.#shared.get(key) ?? this.#create(key, folder);
    if (shared.users.has(id)) return;
    shared.users.add(id);
    if (shared.problem !== undefined) this.#watched.get(id)?.target.onDegraded(shared.problem);
  }

  #create(key: string, folder: WatchedFolder): Shared {
    const users = new Set<string>();
    const listener = {
      isExcluded: (path: string) => this.#isOutput(path),
      onChange: (path: string, kind: ChangeKind) => {
        for (const id of users) this.#tell(id, key, { path, kind });
      },
      onDegraded: (problem: Problem) => {
        shared.problem = problem;
        for (const id of users) this.#watched.get(id)?.target.onDegraded(problem);
      },
    };
    const watcher = new FolderWatcher(folder, listener, this.#watchPaths);
    const shared: Shared = { watcher, users, problem: undefined };
    this.#shared.set(key, shared);
    return shared;
  }

  #leave(id: string, key: string): void {
    const shared = this.#shared.get(key);
    if (shared === undefined) return;
    shared.users.delete(id);
    if (shared.users.size > 0) return;
    this.#shared.delete(key);
    const closed = shared.watcher
      .dispose()
      .catch((error: unknown) => {
        console.error(`watch: ${String(error)}`);
      })
      .finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
  }

  #tell(id: string, key: string, change: { readonly path: string; readonly kind: ChangeKind }): void {
    const watched = this.#watched.get(id);
    const path = resolve(change.path);
    if (watched === undefined || watched.excluded.has(path)) return;
    if (!watched.uses.get(key)?.some((accepts) => accepts(path))) return;
    watched.quiet.changed(relative(watched.target.cwd, path), change.kind);
  }

  #collectOutputs(): void {
    const paths = [...this.#watched.values()].flatMap(({ target }) => target.outputs);
    this.#outputs = new Set(paths.flatMap((path) => [resolve(path), realPath(path)]));
  }

  #isOutput(path: string): boolean {
    const plain = resolve(path);
    return this.#outputs.has(plain) || this.#outputs.has(plain.replace(/\.\d+$/, ''));
  }
}

/** The path without symbolic links in its folder; the file itself need not exist. */
function realPath(path: string): string {
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return resolve(path);
  }
}
