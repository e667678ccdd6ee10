import type { Row } from './row.ts';

/** Row ids to refresh; `root` when rows at the top came, went or moved. */
export interface RowDiff {
  readonly root: boolean;
  readonly changed: readonly string[];
}

/**
 * The fewest rows to refresh so that the view shows `after`: a row whose own look changed, or the parent of
 * rows that came, went or moved. Firing only these keeps VS Code from reading everything again.
 */
export function diffRows(before: readonly Row[], after: readonly Row[]): RowDiff {
  const changed: string[] = [];
  compareChildren(before, after, changed);
  return { root: !sameOrder(before, after), changed };
}

function compareChildren(before: readonly Row[], after: readonly Row[], changed: string[]): void {
  const earlier = new Map(before.map((row) => [row.id, row]));
  for (const row of after) {
    const old = earlier.get(row.id);
    if (old === undefined || old === row) continue;
    if (!sameLook(old, row) || !sameOrder(old.children, row.children)) changed.push(row.id);
    compareChildren(old.children, row.children, changed);
  }
}

function sameOrder(before: readonly Row[], after: readonly Row[]): boolean {
  return before.length === after.length && before.every((row, index) => row.id === after[index]?.id);
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
