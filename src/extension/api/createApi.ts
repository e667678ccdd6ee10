import { EventEmitter, workspace } from 'vscode';
import type { Event } from 'vscode';
import type { AppRun } from '../apps/appRun.ts';
import { failureSentence, performRun, planRun, sentenceOf } from '../apps/appRun.ts';
import type { Disposable } from '../disposableStore.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import { UserError } from '../userError.ts';
import { apiRecords } from './apiRecords.ts';
import type { DroverApi, DroverApp, DroverSelector } from './droverApi.ts';

/** What other extensions get. Dispose it with the extension. */
export function createApi(folders: WorkspaceFolders): { readonly api: DroverApi } & Disposable {
  const changes = new AppChanges(folders);
  const run = async (
    verb: AppRun['verb'],
    selector: DroverSelector,
    { folder, ...wishes }: { folder?: string; dev?: boolean; profile?: string | null } = {},
  ): Promise<readonly DroverApp[]> => {
    const selectors = typeof selector === 'string' ? [selector] : [...selector];
    const runs = await planRun(modelsIn(folders, folder), { verb, selectors, ...wishes });
    const failures = (await performRun(runs, wishes)).filter(({ ok }) => !ok);
    if (failures.length > 0) throw new UserError([...new Set(failures.map(failureSentence))].join('\n'));
    return runs.flatMap(({ model, apps }) =>
      apiRecords(model.folder, model.view.snapshot).filter(({ id }) => apps.includes(id)),
    );
  };
  const api: DroverApi = {
    version: 1,
    list: () =>
      plainly(async () => {
        const models = modelsIn(folders, undefined);
        await Promise.all(models.map((model) => model.open()));
        return appsOf(models);
      }),
    onDidChange: changes.event,
    start: (selector, options) => plainly(() => run('start', selector, options)),
    stop: (selector, options) => plainly(() => run('stop', selector, options)),
    restart: (selector, options) => plainly(() => run('restart', selector, options)),
  };
  return { api: Object.freeze(api), dispose: () => changes.dispose() };
}

function appsOf(models: readonly FolderModel[]): readonly DroverApp[] {
  return models.flatMap((model) => apiRecords(model.folder, model.view.snapshot));
}

/** The folder that is meant, else all. Throws in Restricted Mode. */
function modelsIn(folders: WorkspaceFolders, folder: string | undefined): readonly FolderModel[] {
  if (!workspace.isTrusted) {
    throw new UserError(t('Drover reads and runs nothing until this workspace is trusted.'));
  }
  if (folder === undefined) return folders.models;
  const model = folders.model(folder);
  if (model === undefined) throw new UserError(t('"{0}" is no folder of this workspace.', folder));
  return [model];
}

/** Other extensions get an `Error` with a sentence, whatever kept this one from its work. */
async function plainly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(sentenceOf(error), { cause: error });
  }
}

/** Fires when what `list` shows has changed. Compares nothing until somebody listens. */
class AppChanges implements Disposable {
  readonly #folders: WorkspaceFolders;
  readonly #emitter = new EventEmitter<void>();
  #subscription: Disposable | undefined;
  #shown = '';

  constructor(folders: WorkspaceFolders) {
    this.#folders = folders;
  }

  readonly event: Event<void> = (...args) => {
    this.#subscription ??= this.#follow();
    return this.#emitter.event(...args);
  };

  dispose(): void {
    this.#subscription?.dispose();
    this.#emitter.dispose();
  }

  #follow(): Disposable {
    this.#shown = JSON.stringify(appsOf(this.#folders.models));
    return this.#folders.onDidChange(() => {
      const now = JSON.stringify(appsOf(this.#folders.models));
      if (now === this.#shown) return;
      this.#shown = now;
      this.#emitter.fire();
    });
  }
}
