import { commands, window } from 'vscode';
import type { TreeView } from 'vscode';
import { canApply } from '../changes/fileChanges.ts';
import type { Disposable } from '../disposableStore.ts';
import { DisposableStore } from '../disposableStore.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import { AppsTree } from './appsTree.ts';
import type { RowElement } from './appsTree.ts';
import { overallState } from './folderView.ts';
import { isLive } from './presentation.ts';
import type { Row } from './row.ts';
import { buildRows } from './rows.ts';
import { rowTooltip } from './rowTooltip.ts';

/** Changes that come within this time are shown together, in milliseconds. */
const settleMs = 30;

/** The view `drover.apps`: rows, badge, context keys. Counting down to a restart is the only thing it does by itself. */
export class AppsView implements Disposable {
  readonly #folders: WorkspaceFolders;
  readonly #store = new DisposableStore();
  readonly #tree: AppsTree;
  readonly #view: TreeView<RowElement>;
  readonly #contextKeys = new Map<string, unknown>();
  #settling: NodeJS.Timeout | undefined;
  #countdown: NodeJS.Timeout | undefined;

  constructor(folders: WorkspaceFolders) {
    this.#folders = folders;
    this.#tree = this.#store.add(new AppsTree((row) => rowTooltip(row, folders)));
    this.#view = this.#store.add(
      window.createTreeView('drover.apps', {
        treeDataProvider: this.#tree,
        canSelectMany: true,
        showCollapseAll: true,
      }),
    );
    this.#store.add(this.#view.onDidChangeVisibility(({ visible }) => folders.setVisible(visible)));
    this.#store.add(folders.onDidChange(() => this.#settle()));
    if (this.#view.visible) folders.setVisible(true);
    this.#refresh();
  }

  /** The rows as they are now, also when changes have not settled. */
  get rows(): readonly Row[] {
    return this.#build();
  }

  /** The rows that are selected now. */
  get selection(): readonly Row[] {
    return this.#view.selection.flatMap((element) => this.row(element) ?? []);
  }

  row(element: RowElement): Row | undefined {
    return this.#tree.row(element);
  }

  dispose(): void {
    clearTimeout(this.#settling);
    clearTimeout(this.#countdown);
    this.#store.dispose();
  }

  #settle(): void {
    this.#settling ??= setTimeout(() => this.#refresh(), settleMs);
  }

  #refresh(): void {
    clearTimeout(this.#settling);
    this.#settling = undefined;
    const { models } = this.#folders;
    this.#tree.setRows(this.#build());
    this.#view.message = models.some((model) => model.isReconnecting) ? t('Reconnecting…') : '';
    this.#updateBadge(models);
    this.#updateContextKeys(models);
    clearTimeout(this.#countdown);
    if (this.#view.visible && models.some(isWaiting)) {
      this.#countdown = setTimeout(() => this.#refresh(), 1000);
    }
  }

  #build(): Row[] {
    return buildRows(
      this.#folders.models.map((model) => model.view),
      { now: Date.now(), t },
    );
  }

  #updateBadge(models: readonly FolderModel[]): void {
    const errored = models
      .flatMap((model) => model.view.snapshot.apps)
      .filter((app) => app.status === 'errored').length;
    const shown = this.#view.badge?.value ?? 0;
    if (errored === shown) return;
    const tooltip = errored === 1 ? t('1 app has given up') : t('{0} apps have given up', errored);
    this.#view.badge = errored === 0 ? undefined : { value: errored, tooltip };
  }

  #updateContextKeys(models: readonly FolderModel[]): void {
    const instances = models.flatMap((model) => model.view.snapshot.instances);
    const apps = models.flatMap((model) => model.view.snapshot.apps);
    this.#setContext('drover.state', overallState(models.map((model) => model.view.state)));
    this.#setContext('drover.hasApps', apps.length > 0);
    this.#setContext(
      'drover.connected',
      models.some((model) => model.session.state === 'connected'),
    );
    this.#setContext(
      'drover.canStart',
      instances.length < apps.length || instances.some((one) => !isLive(one.status)),
    );
    this.#setContext('drover.canApply', apps.some(canApply));
    this.#setContext(
      'drover.canDev',
      apps.some((app) => !app.wanted || app.runMode !== 'dev'),
    );
    this.#setContext(
      'drover.canEndDev',
      apps.some((app) => app.wanted && app.runMode === 'dev'),
    );
    this.#setContext(
      'drover.hasProfiles',
      apps.some((app) => app.profiles.length > 0),
    );
    this.#setContext(
      'drover.canStop',
      instances.some((one) => isLive(one.status)),
    );
  }

  #setContext(key: string, value: unknown): void {
    if (this.#contextKeys.get(key) === value) return;
    this.#contextKeys.set(key, value);
    void commands.executeCommand('setContext', key, value);
  }
}

function isWaiting(model: FolderModel): boolean {
  return model.view.snapshot.instances.some((instance) => instance.status === 'waiting restart');
}
