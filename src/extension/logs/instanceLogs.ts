import type { Uri } from 'vscode';
import type { Disposable } from '../disposableStore.ts';
import { DisposableStore } from '../disposableStore.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { FolderLogs } from './folderLogs.ts';
import { LogDocuments } from './logDocuments.ts';
import { registerLogLinks } from './logLinks.ts';
import type { LogSource } from './logSource.ts';

/** What instances write, in all folders: channels, terminals and documents. */
export class InstanceLogs implements Disposable {
  readonly documents: LogDocuments;
  readonly #logs = new Map<FolderModel, FolderLogs>();
  readonly #store = new DisposableStore();

  constructor(folders: WorkspaceFolders, onDefect: (operation: string, error: unknown) => void) {
    this.documents = this.#store.add(new LogDocuments());
    this.#store.add(
      folders.onDidAdd((model, store) => {
        this.#logs.set(model, store.add(new FolderLogs(model, () => folders.models.length > 1, onDefect)));
        store.add({ dispose: () => this.#logs.delete(model) });
      }),
    );
    this.#store.add(
      registerLogLinks({
        linksOf: (document) => this.documents.linksOf(document),
        baseOf: (document) => this.documents.baseOf(document) ?? this.#baseOfChannel(document),
      }),
    );
  }

  /** Shows what an instance writes, in its output channel. */
  async show(model: FolderModel, instance: string): Promise<void> {
    await this.#logs.get(model)?.show({ kind: 'instance', instance });
  }

  /** Shows what an instance or all instances of an app write, in one output channel. */
  async showSource(model: FolderModel, source: LogSource): Promise<void> {
    await this.#logs.get(model)?.show(source);
  }

  /** Shows what an instance writes in a terminal. */
  async follow(model: FolderModel, instance: string): Promise<void> {
    await this.#logs.get(model)?.follow(instance);
  }

  /** Empties what is shown of instances. */
  clear(model: FolderModel, instances: readonly string[]): void {
    this.#logs.get(model)?.clear(instances);
  }

  dispose(): void {
    this.#store.dispose();
  }

  /** VS Code ends the address of a channel with its name; of `api` and `web-api` the longer one is meant. */
  #baseOfChannel({ scheme, path }: Uri): string | undefined {
    if (scheme !== 'output') return undefined;
    const fitting = [...this.#logs.values()].flatMap((logs) =>
      logs.channelNames.filter((name) => path.endsWith(`-${name}`)).map((name) => ({ logs, name })),
    );
    const [longest] = fitting.sort((a, b) => b.name.length - a.name.length);
    return longest?.logs.appOf(longest.name)?.cwd;
  }
}
