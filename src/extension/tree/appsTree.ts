import {
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
} from 'vscode';
import type { CancellationToken, Event, TreeDataProvider } from 'vscode';
import { visibleLine } from '../../protocol/visibleText.ts';
import type { Row } from './row.ts';
import { ReadRows } from './readRows.ts';

/** What VS Code holds for a row. It stays the same object for as long as the row exists. */
export interface RowElement {
  readonly id: string;
}

const expansions = {
  none: TreeItemCollapsibleState.None,
  collapsed: TreeItemCollapsibleState.Collapsed,
  expanded: TreeItemCollapsibleState.Expanded,
} as const;

export interface AppsTreeOptions {
  /** The rows as they are now. */
  readonly build: () => readonly Row[];
  /** Asked when the pointer rests on a row, never before. */
  readonly tooltip: (row: Row) => Promise<string | undefined>;
  /** VS Code reads what it was told to draw. It does so later where it is busy with what it was told before. */
  readonly onRead: () => void;
}

/**
 * Shows rows in a tree view and refreshes only those that changed. VS Code is always given what is true when it asks,
 * which may be more than it was told of.
 */
export class AppsTree implements TreeDataProvider<RowElement> {
  readonly #options: AppsTreeOptions;
  readonly #didChange = new EventEmitter<RowElement[] | undefined>();
  readonly #elements = new Map<string, RowElement>();
  readonly #didRead = new EventEmitter<string>();
  readonly #read = new ReadRows();
  #byId = new Map<string, { row: Row; parent: string | undefined }>();
  #rows: readonly Row[] = [];
  #isCurrent = false;
  /** What VS Code was told of and has not read yet: row ids, or all rows. */
  #told: ReadonlySet<string> | 'all' | undefined;

  readonly onDidChangeTreeData: Event<RowElement[] | undefined> = this.#didChange.event;
  /** The id of a row that VS Code has read as it is now. */
  readonly onDidReadRow: Event<string> = this.#didRead.event;

  constructor(options: AppsTreeOptions) {
    this.#options = options;
  }

  /** What rows show may have changed: they are built anew before anybody gets them. */
  invalidate(): void {
    this.#isCurrent = false;
  }

  /** Has VS Code read what it has read differently. Whether there is anything to read. */
  tell(): boolean {
    const { root, changed } = this.#read.diff(this.#current());
    if (!root && changed.length === 0) return false;
    this.#told = root ? 'all' : new Set(changed);
    if (root) this.#read.forgetAll();
    this.#didChange.fire(root ? undefined : changed.map((id) => this.#element(id)));
    return true;
  }

  row(element: RowElement): Row | undefined {
    this.#current();
    return this.#byId.get(element.id)?.row;
  }

  getChildren(element?: RowElement): RowElement[] {
    const rows = element === undefined ? this.#current() : (this.row(element)?.children ?? []);
    this.#read.addChildren(element?.id, rows);
    if (element === undefined && this.#told === 'all') this.#answered();
    return rows.map((row) => this.#element(row.id));
  }

  getParent(element: RowElement): RowElement | undefined {
    const parent = this.#byId.get(element.id)?.parent;
    return parent === undefined ? undefined : this.#element(parent);
  }

  getTreeItem(element: RowElement): TreeItem {
    const row = this.row(element);
    if (this.#told !== 'all' && this.#told?.has(element.id) === true) this.#answered();
    if (row === undefined) return new TreeItem('', TreeItemCollapsibleState.None);
    this.#read.addRow(row);
    this.#didRead.fire(row.id);
    const item = new TreeItem(visibleLine(row.label), expansions[row.expansion]);
    item.id = row.id;
    item.description = visibleLine(row.description);
    item.contextValue = row.contextValue;
    item.accessibilityInformation = { label: visibleLine(row.accessibilityLabel) };
    item.iconPath = new ThemeIcon(
      row.icon.id,
      row.icon.color === null ? undefined : new ThemeColor(row.icon.color),
    );
    if (row.target.kind === 'file') {
      item.command = { command: 'drover.openEcosystemFile', title: '', arguments: [element] };
    }
    return item;
  }

  async resolveTreeItem(
    item: TreeItem,
    element: RowElement,
    token: CancellationToken,
  ): Promise<TreeItem | undefined> {
    const row = this.row(element);
    const text = row === undefined ? undefined : await this.#options.tooltip(row);
    if (text === undefined || token.isCancellationRequested) return item;
    item.tooltip = new MarkdownString(text, true);
    return item;
  }

  dispose(): void {
    this.#didChange.dispose();
    this.#didRead.dispose();
  }

  #answered(): void {
    this.#told = undefined;
    this.#options.onRead();
  }

  #current(): readonly Row[] {
    if (this.#isCurrent) return this.#rows;
    this.#rows = this.#options.build();
    this.#isCurrent = true;
    this.#byId = new Map();
    this.#index(this.#rows, undefined);
    for (const id of this.#elements.keys()) {
      if (!this.#byId.has(id)) this.#elements.delete(id);
    }
    return this.#rows;
  }

  #index(rows: readonly Row[], parent: string | undefined): void {
    for (const row of rows) {
      this.#byId.set(row.id, { row, parent });
      this.#index(row.children, row.id);
    }
  }

  #element(id: string): RowElement {
    const known = this.#elements.get(id);
    if (known !== undefined) return known;
    const element = { id };
    this.#elements.set(id, element);
    return element;
  }
}
