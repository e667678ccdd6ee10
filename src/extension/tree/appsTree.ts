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
import { diffRows } from './rowDiff.ts';

/** What VS Code holds for a row. It stays the same object for as long as the row exists. */
export interface RowElement {
  readonly id: string;
}

const expansions = {
  none: TreeItemCollapsibleState.None,
  collapsed: TreeItemCollapsibleState.Collapsed,
  expanded: TreeItemCollapsibleState.Expanded,
} as const;

/** Shows rows in a tree view and refreshes only those that changed. */
export class AppsTree implements TreeDataProvider<RowElement> {
  readonly #tooltip: (row: Row) => Promise<string | undefined>;
  readonly #didChange = new EventEmitter<RowElement[] | undefined>();
  readonly #elements = new Map<string, RowElement>();
  #byId = new Map<string, { row: Row; parent: string | undefined }>();
  #rows: readonly Row[] = [];

  readonly onDidChangeTreeData: Event<RowElement[] | undefined> = this.#didChange.event;

  /** `tooltip` is asked when the pointer rests on a row, never before. */
  constructor(tooltip: (row: Row) => Promise<string | undefined>) {
    this.#tooltip = tooltip;
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  /** Whether VS Code has anything to draw. */
  setRows(rows: readonly Row[]): boolean {
    const { root, changed } = diffRows(this.#rows, rows);
    this.#rows = rows;
    this.#byId = new Map();
    this.#index(rows, undefined);
    for (const id of this.#elements.keys()) {
      if (!this.#byId.has(id)) this.#elements.delete(id);
    }
    if (root) this.#didChange.fire(undefined);
    else if (changed.length > 0) this.#didChange.fire(changed.map((id) => this.#element(id)));
    return root || changed.length > 0;
  }

  row(element: RowElement): Row | undefined {
    return this.#byId.get(element.id)?.row;
  }

  getChildren(element?: RowElement): RowElement[] {
    const rows = element === undefined ? this.#rows : (this.row(element)?.children ?? []);
    return rows.map((row) => this.#element(row.id));
  }

  getParent(element: RowElement): RowElement | undefined {
    const parent = this.#byId.get(element.id)?.parent;
    return parent === undefined ? undefined : this.#element(parent);
  }

  getTreeItem(element: RowElement): TreeItem {
    const row = this.row(element);
    if (row === undefined) return new TreeItem('', TreeItemCollapsibleState.None);
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
    const text = row === undefined ? undefined : await this.#tooltip(row);
    if (text === undefined || token.isCancellationRequested) return item;
    item.tooltip = new MarkdownString(text, true);
    return item;
  }

  dispose(): void {
    this.#didChange.dispose();
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
