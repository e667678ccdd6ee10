import type { Disposable } from '../disposableStore.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import type { Row } from '../tree/row.ts';
import { FolderLogs } from './folderLogs.ts';

/** The output channels of all folders. */
export class InstanceLogs implements Disposable {
  readonly #folders: WorkspaceFolders;
  readonly #logs = new WeakMap<FolderModel, FolderLogs>();
  readonly #subscription: Disposable;

  constructor(folders: WorkspaceFolders, onDefect: (operation: string, error: unknown) => void) {
    this.#folders = folders;
    this.#subscription = folders.onDidAdd((model, store) => {
      this.#logs.set(model, store.add(new FolderLogs(model, () => folders.models.length > 1, onDefect)));
    });
  }

  /** Shows the logs of an instance's row. */
  async showRow({ target }: Row): Promise<void> {
    const model = this.#folders.model(target.folder);
    if (target.kind === 'instance' && model !== undefined) await this.show(model, target.instance);
  }

  async show(model: FolderModel, instance: string): Promise<void> {
    await this.#logs.get(model)?.show(instance);
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
