import { setTimeout as delay } from 'node:timers/promises';
import { commands, window } from 'vscode';
import type { Event, Memento, TreeView } from 'vscode';
import type { Change } from '../../protocol/changes.ts';
import type { Disposable } from '../disposableStore.ts';
import { DisposableStore } from '../disposableStore.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import { AppsTree } from './appsTree.ts';
import type { RowElement } from './appsTree.ts';
import { ContextKeys } from './contextKeys.ts';
import { DrawPace } from './drawPace.ts';
import type { Filter } from './layout.ts';
import { filters } from './layout.ts';
import type { Row } from './row.ts';
import { flattened } from './row.ts';
import { buildRows } from './rows.ts';
import { rowTooltip } from './rowTooltip.ts';
import { onDidChangeLayout, readLayout } from './treeSettings.ts';

/** How long VS Code may take to read rows that it has forgotten, in milliseconds. */
const rereadMs = 500;

/** Where the filter of this workspace is kept. */
const filterKey = 'drover.filter';

/** The view `drover.apps`: rows, badge, context keys. Counting down to a restart is the only thing it does by itself. */
export class AppsView implements Disposable {
  readonly #folders: WorkspaceFolders;
  readonly #store = new DisposableStore();
  readonly #tree: AppsTree;
  readonly #view: TreeView<RowElement>;
  readonly #contextKeys = new ContextKeys();
  readonly #pace = new DrawPace();
  readonly #state: Memento;
  /** As VS Code has said last. */
  #selected: readonly RowElement[] = [];
  #settling: NodeJS.Timeout | undefined;
  #countdown: NodeJS.Timeout | undefined;

  /** `state` is the workspace's own. */
  constructor(folders: WorkspaceFolders, state: Memento) {
    this.#folders = folders;
    this.#state = state;
    this.#tree = this.#store.add(
      new AppsTree({
        build: () => this.#build(this.filter),
        tooltip: (row) => rowTooltip(row, folders),
        onRead: () => this.#refreshIn(this.#pace.read(performance.now())),
      }),
    );
    this.#view = this.#store.add(
      window.createTreeView('drover.apps', {
        treeDataProvider: this.#tree,
        canSelectMany: true,
        showCollapseAll: true,
      }),
    );
    this.#store.add(this.#view.onDidChangeVisibility(({ visible }) => folders.setVisible(visible)));
    this.#store.add(
      this.#view.onDidChangeSelection(({ selection }) => {
        this.#selected = selection;
      }),
    );
    this.#store.add(folders.onDidChange((changes) => this.#settle(changes)));
    this.#store.add(onDidChangeLayout(() => this.#refresh()));
    if (this.#view.visible) folders.setVisible(true);
    // The folders are opened yet, and nothing that can wait belongs to the activation.
    this.#settle(null);
  }

  /** The rows as they are now, also when changes have not settled. */
  get rows(): readonly Row[] {
    return this.#build(this.filter);
  }

  /** What VS Code is told to draw anew, for tests. */
  get onDidChangeRows(): Event<readonly RowElement[] | undefined> {
    return this.#tree.onDidChangeTreeData;
  }

  /** The ids of the rows that VS Code reads, for tests. */
  get onDidReadRow(): Event<string> {
    return this.#tree.onDidReadRow;
  }

  /** The rows with those that the filter hides. */
  get allRows(): readonly Row[] {
    return this.#build('all');
  }

  /** Which apps are shown. It holds for this workspace, also in its next window. */
  get filter(): Filter {
    return filters.find((one) => one === this.#state.get(filterKey)) ?? 'all';
  }

  async setFilter(filter: Filter): Promise<void> {
    await this.#state.update(filterKey, filter);
    this.#refresh();
  }

  /**
   * What a key pressed in the view is about, as in the views of VS Code: the row that has the focus, and where that is
   * one of several that are selected, all of those.
   */
  async rowsForKey(): Promise<readonly Row[]> {
    await this.#untilSelected(this.rowsOf(this.#selected).length);
    const { selection } = this.#view;
    if (selection.length > 1 && (await this.#hasFocusIn(selection))) return this.rowsOf(selection);
    await commands.executeCommand('list.selectAndPreserveFocus');
    await this.#untilSelected(1);
    return this.rowsOf(this.#view.selection);
  }

  /** VS Code tells extensions of no focus. It takes the row that has it out of the selection, if it is there. */
  async #hasFocusIn(selection: readonly RowElement[]): Promise<boolean> {
    await commands.executeCommand('list.toggleSelection');
    const isLess = this.#view.selection.length === selection.length - 1;
    await commands.executeCommand('list.toggleSelection');
    return isLess;
  }

  /** VS Code forgets the rows below one that is drawn again, also that they are selected, until it has read them. */
  async #untilSelected(count: number): Promise<void> {
    const until = Date.now() + rereadMs;
    while (this.#view.selection.length < count && Date.now() < until) await delay(10);
  }

  /** The rows as they are now, less those that have gone. */
  rowsOf(elements: readonly RowElement[]): readonly Row[] {
    const rows = new Map(flattened(this.allRows).map((row) => [row.id, row]));
    return elements.flatMap(({ id }) => rows.get(id) ?? []);
  }

  dispose(): void {
    clearTimeout(this.#settling);
    clearTimeout(this.#countdown);
    this.#store.dispose();
  }

  #settle(changes: readonly Change[] | null): void {
    this.#tree.invalidate();
    this.#refreshIn(this.#pace.take(changes, performance.now()));
  }

  /** Undefined: when it is to happen anyway. */
  #refreshIn(ms: number | undefined): void {
    if (ms === undefined) return;
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#refresh(), ms);
  }

  #refresh(): void {
    clearTimeout(this.#settling);
    const { models } = this.#folders;
    this.#tree.invalidate();
    const hasRows = this.#tree.tell();
    const message = models.some((model) => model.isReconnecting) ? t('Reconnecting…') : this.#filterText();
    // To VS Code a message is a change of the tree, also one that says the same.
    const hasMessage = message !== (this.#view.message ?? '');
    if (hasMessage) this.#view.message = message;
    this.#pace.drawn(hasRows ? 'rows' : hasMessage ? 'message' : 'nothing', performance.now());
    this.#updateBadge(models);
    this.#contextKeys.update(models, this.filter);
    clearTimeout(this.#countdown);
    if (this.#view.visible && models.some(isWaiting)) {
      this.#countdown = setTimeout(() => this.#refresh(), 1000);
    }
  }

  #build(filter: Filter): Row[] {
    return buildRows(
      this.#folders.models.map((model) => model.view),
      { now: Date.now(), layout: { ...readLayout(), filter }, t },
    );
  }

  /** What the filter hides, and the way back. */
  #filterText(): string {
    if (this.filter === 'all') return '';
    const [shown, all] = [countApps(this.rows), countApps(this.allRows)];
    if (shown === all) return '';
    return shown === 0
      ? t('The filter hides every app. "Show All Apps" in the title of the view brings them back.')
      : t('{0} of {1} apps, see the filter in the title of the view.', shown, all);
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
}

function countApps(rows: readonly Row[]): number {
  return rows.reduce(
    (sum, { target, children }) => sum + (target.kind === 'app' ? 1 : countApps(children)),
    0,
  );
}

function isWaiting(model: FolderModel): boolean {
  return model.view.snapshot.instances.some((instance) => instance.status === 'waiting restart');
}
