import type { Problem } from '../../protocol/model.ts';

export interface RowIcon {
  /** Codicon id, perhaps with `~spin`. */
  readonly id: string;
  /** Theme colour id; null for the foreground. */
  readonly color: string | null;
}

/** What a row stands for; commands find their target by it. */
export type RowTarget =
  | { readonly kind: 'folder'; readonly folder: string }
  | {
      readonly kind: 'file';
      readonly folder: string;
      readonly path: string;
      readonly problem: Problem | null;
    }
  | {
      readonly kind: 'group';
      readonly folder: string;
      /** Ids of those that starting the whole group starts: all but those that start by their name only. */
      readonly apps: readonly string[];
    }
  | { readonly kind: 'app'; readonly folder: string; readonly app: string }
  | { readonly kind: 'instance'; readonly folder: string; readonly instance: string }
  | { readonly kind: 'process'; readonly folder: string; readonly pid: number };

/** One row of the view as plain data: everything a `TreeItem` needs, and nothing of VS Code. */
export interface Row {
  /** Stable for as long as the thing exists, so that expansion and selection survive a refresh. */
  readonly id: string;
  readonly target: RowTarget;
  readonly label: string;
  readonly description: string;
  readonly icon: RowIcon;
  /** What a screen reader says, and the name by which tests find the row. */
  readonly accessibilityLabel: string;
  /** Kind and capabilities: `app:canStart:canStop`. */
  readonly contextValue: string;
  readonly expansion: 'none' | 'collapsed' | 'expanded';
  readonly children: readonly Row[];
}

/** Rows and everything below them, from the top. */
export function flattened(rows: readonly Row[]): Row[] {
  return rows.flatMap((row) => [row, ...flattened(row.children)]);
}
