import type { Row } from './row.ts';

/** Row ids to refresh; `root` when rows at the top came, went or moved. */
export interface RowDiff {
  readonly root: boolean;
  readonly changed: readonly string[];
}

/**
 * What VS Code has read of the rows, and so what it has to be told to read again. It reads what is below a row when
 * that is expanded, and forgets it when it reads the row itself anew.
 */
export class ReadRows {
  readonly #rows = new Map<string, Row>();
  /** By the id of the row above; undefined at the top. */
  readonly #children = new Map<string | undefined, readonly string[]>();

  /** VS Code has read a row, and nothing below it yet. */
  addRow(row: Row): void {
    this.#forgetBelow(row.id);
    this.#rows.set(row.id, row);
  }

  /** VS Code has read which rows there are below one. */
  addChildren(parent: string | undefined, children: readonly Row[]): void {
    this.#children.set(
      parent,
      children.map(({ id }) => id),
    );
  }

  forgetAll(): void {
    this.#rows.clear();
    this.#children.clear();
  }

  /**
   * The fewest rows to refresh so that the view shows `rows`: those that have another look, or others below them.
   * What was never read is read as it is.
   */
  diff(rows: readonly Row[]): RowDiff {
    const changed: string[] = [];
    this.#compare(rows, changed);
    return { root: !this.#hasChildren(undefined, rows), changed };
  }

  #compare(rows: readonly Row[], changed: string[]): void {
    for (const row of rows) {
      const read = this.#rows.get(row.id);
      if (read === undefined) continue;
      if (!sameLook(read, row) || !this.#hasChildren(row.id, row.children)) changed.push(row.id);
      this.#compare(row.children, changed);
    }
  }

  #hasChildren(parent: string | undefined, rows: readonly Row[]): boolean {
    const read = this.#children.get(parent);
    if (read === undefined) return true;
    return read.length === rows.length && rows.every(({ id }, index) => id === read[index]);
  }

  #forgetBelow(id: string): void {
    for (const child of this.#children.get(id) ?? []) {
      this.#forgetBelow(child);
      this.#rows.delete(child);
    }
    this.#children.delete(id);
  }
}

function sameLook(a: Row, b: Row): boolean {
  return (
    a.label === b.label &&
    a.description === b.description &&
    a.icon.id === b.icon.id &&
    a.icon.color === b.icon.color &&
    a.accessibilityLabel === b.accessibilityLabel &&
    a.contextValue === b.contextValue &&
    a.expansion === b.expansion
  );
}
