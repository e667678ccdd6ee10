import { window, workspace } from 'vscode';
import type { WorkspaceFolder } from 'vscode';
import { Emitter } from '../../client/emitter.ts';
import type { Change } from '../../protocol/changes.ts';
import type { EventParams } from '../../protocol/contract.ts';
import { DisposableStore } from '../disposableStore.ts';
import type { Disposable } from '../disposableStore.ts';
import type { FolderModel } from './folderModel.ts';

/** How often a visible view looks for a supervisor that somebody else started, in milliseconds. */
const joinIntervalMs = 2000;

interface OpenFolder {
  readonly model: FolderModel;
  readonly store: DisposableStore;
}

/** The models of all workspace folders. Empty while the workspace is not trusted: nothing is read or run then. */
export class WorkspaceFolders implements Disposable {
  readonly #open: (folder: WorkspaceFolder, store: DisposableStore) => FolderModel;
  readonly #onDefect: (operation: string, error: unknown) => void;
  readonly #store = new DisposableStore();
  readonly #folders = new Map<string, OpenFolder>();
  readonly #didChange = new Emitter<[changes: readonly Change[] | null]>();
  readonly #didAdd = new Emitter<[FolderModel, DisposableStore]>();
  readonly #didNotice = new Emitter<[FolderModel, EventParams<'notice'>]>();
  #visible = false;
  #timer: NodeJS.Timeout | undefined;

  /** null: something else than single records changed. */
  readonly onDidChange = this.#didChange.on;
  /** What is put into the store is disposed when the folder is closed. */
  readonly onDidAdd = this.#didAdd.on;
  readonly onDidNotice = this.#didNotice.on;

  constructor(
    open: (folder: WorkspaceFolder, store: DisposableStore) => FolderModel,
    onDefect: (operation: string, error: unknown) => void,
  ) {
    this.#open = open;
    this.#onDefect = onDefect;
    this.#store.add(workspace.onDidChangeWorkspaceFolders(() => this.update()));
    this.#store.add(workspace.onDidGrantWorkspaceTrust(() => this.update()));
    this.#store.add(
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.#joinIdle();
      }),
    );
  }

  /** In the order of the workspace. */
  get models(): readonly FolderModel[] {
    return (workspace.workspaceFolders ?? []).flatMap(
      (folder) => this.#folders.get(folder.uri.toString())?.model ?? [],
    );
  }

  model(folder: string): FolderModel | undefined {
    return this.models.find((model) => model.folder === folder);
  }

  /** Makes the models fit the workspace. */
  update(): void {
    const wanted = workspace.isTrusted
      ? (workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file')
      : [];
    const keys = new Set(wanted.map((folder) => folder.uri.toString()));
    for (const [key, { store }] of this.#folders) {
      if (keys.has(key)) continue;
      this.#folders.delete(key);
      store.dispose();
    }
    for (const folder of wanted) {
      if (!this.#folders.has(folder.uri.toString())) this.#add(folder);
    }
    this.#didChange.fire(null);
  }

  /** Whether somebody looks: then files are read, supervisors started where there are files, and metrics measured. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    clearInterval(this.#timer);
    if (visible) this.#timer = setInterval(() => this.#joinIdle(), joinIntervalMs);
    for (const model of this.models) this.#show(model);
  }

  dispose(): void {
    clearInterval(this.#timer);
    for (const { store } of this.#folders.values()) store.dispose();
    this.#folders.clear();
    this.#store.dispose();
    for (const emitter of [this.#didChange, this.#didAdd, this.#didNotice]) emitter.clear();
  }

  #add(folder: WorkspaceFolder): void {
    const store = new DisposableStore();
    const model = store.add(this.#open(folder, store));
    this.#folders.set(folder.uri.toString(), { model, store });
    store.add(model.onDidChange((changes) => this.#didChange.fire(changes)));
    store.add(model.onDidNotice((notice) => this.#didNotice.fire(model, notice)));
    this.#didAdd.fire(model, store);
    // Folders are opened while the extension is activated, and looking for a supervisor can wait for the end of that.
    setImmediate(() => {
      if (this.#folders.get(folder.uri.toString())?.model === model) this.#run('join', model.join());
    });
    this.#show(model);
  }

  #show(model: FolderModel): void {
    model.watchMetrics(this.#visible);
    if (this.#visible) this.#run('open', model.open());
  }

  #joinIdle(): void {
    for (const model of this.models) {
      if (model.session.state === 'idle') this.#run('join', model.join());
    }
  }

  /** A supervisor that cannot be reached is a state that the view shows; what remains goes to the log. */
  #run(operation: string, work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#onDefect(operation, error));
  }
}
