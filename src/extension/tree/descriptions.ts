import { EventEmitter, Uri, window, workspace } from 'vscode';
import type { Event, TextDocumentContentProvider } from 'vscode';
import type { Disposable } from '../disposableStore.ts';
import { DisposableStore } from '../disposableStore.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import { UserError } from '../userError.ts';
import type { DescribedInstance } from './describeText.ts';
import { describeText } from './describeText.ts';

const scheme = 'drover-describe';

/** What a page is about: an app, with all of its instances or with one. */
export interface Subject {
  readonly folder: string;
  readonly app: string;
  /** null for all. */
  readonly instance: string | null;
}

/** Read-only pages about apps and instances. A page tells how things were when it was last opened. */
export class Descriptions implements TextDocumentContentProvider, Disposable {
  readonly #folders: WorkspaceFolders;
  readonly #store = new DisposableStore();
  readonly #didChange = this.#store.add(new EventEmitter<Uri>());

  readonly onDidChange: Event<Uri> = this.#didChange.event;

  constructor(folders: WorkspaceFolders) {
    this.#folders = folders;
    this.#store.add(workspace.registerTextDocumentContentProvider(scheme, this));
  }

  async show(name: string, subject: Subject): Promise<void> {
    const uri = Uri.from({ scheme, path: `/${name}.yaml`, query: JSON.stringify(subject) });
    const isOpen = workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
    if (isOpen) this.#didChange.fire(uri);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const { folder, app: id, instance } = JSON.parse(uri.query) as Subject;
    const model = this.#folders.model(folder);
    if (model === undefined) throw new UserError(t('The folder "{0}" is not open any more.', folder));
    const client = await model.connected();
    const { apps, instances } = model.view.snapshot;
    const app = apps.find((one) => one.id === id);
    if (app === undefined) throw new UserError(t('There is no app or instance named "{0}".', id));
    const chosen = instances
      .filter((one) => one.app === id && (instance === null || one.id === instance))
      .sort((a, b) => a.index - b.index);
    const [runsBy, ...told] = await Promise.all([
      client.request('apps/describe', { app: id }),
      ...chosen.map(({ id: one }) => describeInstance(model, one)),
    ]);
    return describeText({ app, runsBy, instances: told.flatMap((one) => one ?? []) }, { now: Date.now(), t });
  }

  dispose(): void {
    this.#store.dispose();
  }
}

/** undefined when it has gone meanwhile. */
async function describeInstance(model: FolderModel, id: string): Promise<DescribedInstance | undefined> {
  const client = await model.connected();
  const [{ files }, { timelines }] = await Promise.all([
    client.request('logs/read', { instance: id, lines: 0 }),
    client.request('instances/timeline', { targets: [id] }),
  ]);
  const { snapshot, usage } = model.view;
  const instance = snapshot.instances.find((one) => one.id === id);
  if (instance === undefined) return undefined;
  const events = timelines.flatMap((timeline) => timeline.events);
  return { instance, usage: usage.get(id), logFiles: files, events };
}
