import { relative, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { AppPlan } from '../ecosystem/appSpec.ts';
import { workspaceEnvFiles } from '../ecosystem/workspaceEnv.ts';
import type { App } from './app.ts';
import type { Disposable } from './logs/instanceLog.ts';
import { FolderEvents } from './watch/folderEvents.ts';
import { isEmptyFile } from './watch/isEmptyFile.ts';
import { QuietPeriod } from './watch/quietPeriod.ts';
import { WatchedFile } from './watch/watchedFile.ts';

interface Watched extends Disposable {
  /** Who is told: an app may be made anew under the same id. */
  app: App;
  readonly paths: readonly string[];
  readonly cwd: string;
}

/** Watches the files that the variables of apps, or their run mode, come from. */
export class EnvFiles {
  readonly #folders: FolderEvents;
  readonly #watched = new Map<string, Watched>();
  readonly #changed: (app: App, files: readonly string[]) => void;

  /** `changed` gets file names relative to the app's `cwd`, never none. `folders`: of the system when absent. */
  constructor(changed: (app: App, files: readonly string[]) => void, folders = new FolderEvents()) {
    this.#changed = changed;
    this.#folders = folders;
  }

  /** `plan` is what the app runs by; null for nothing. */
  set(app: App, plan: Pick<AppPlan, 'spec'> | null): void {
    const known = this.#watched.get(app.id);
    if (plan === null) {
      known?.dispose();
      this.#watched.delete(app.id);
      return;
    }
    const { spec } = plan;
    const paths = [...new Set([...spec.envFiles, ...workspaceEnvFiles(spec)])];
    // What is watched already goes on without a gap.
    if (known?.cwd === spec.cwd && isDeepStrictEqual(known.paths, paths)) {
      known.app = app;
      return;
    }
    known?.dispose();
    this.#watched.set(app.id, this.#watch(app, paths, spec.cwd));
  }

  dispose(): void {
    for (const watched of this.#watched.values()) watched.dispose();
    this.#watched.clear();
  }

  #watch(app: App, paths: readonly string[], cwd: string): Watched {
    const quiet = new QuietPeriod({
      delayMs: () => null,
      fire: (files) => this.#changed(watched.app, files),
      isEmpty: (file) => isEmptyFile(resolve(cwd, file)),
    });
    const files = paths.map(
      (path) => new WatchedFile(path, this.#folders, (kind) => quiet.changed(relative(cwd, path), kind)),
    );
    const watched: Watched = {
      app,
      paths,
      cwd,
      dispose: () => {
        quiet.dispose();
        for (const file of files) file.dispose();
      },
    };
    return watched;
  }
}

/** Whether nothing but variables would be others, if the app took over what its env_files say now. */
export function changesVariablesOnly({ design, plan }: App): boolean {
  const { changes } = design.changes({}, design.spec);
  const isSameMode = design.preview({}, design.spec).dev === plan.dev;
  return isSameMode && changes.length > 0 && changes.every(({ option }) => option.startsWith('env '));
}
