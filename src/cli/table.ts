import type { Colour, Paint } from './colours.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** Left out first when the terminal is narrow: the highest number goes first. Without it the column stays. */
  readonly dropOrder?: number;
  /** Cut, with an ellipsis, when leaving columns out is not enough; the last such column first. */
  readonly shrinks?: boolean;
  /** Left out where no row has anything in it. */
  readonly optional?: boolean;
}

export interface Cell {
  readonly text: string;
  readonly colour?: Colour;
}

const gap = '  ';
const narrowest = 4;

/**
 * The lines of a table with a header, aligned, no wider than `width` characters as far as its columns allow;
 * null is no limit.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { width, paint }: { readonly width: number | null; readonly paint: Paint },
): string[] {
  const limit = width ?? Infinity;
  let shown = columns.flatMap((column, index) => {
    const widest = Math.max(0, ...rows.map((row) => lengthOf(row[index]?.text ?? '')));
    if (column.optional === true && widest === 0) return [];
    return [{ column, index, width: Math.max(lengthOf(column.title), widest) }];
  });
  const total = () => shown.reduce((sum, one) => sum + one.width, (shown.length - 1) * gap.length);
  while (total() > limit) {
    const droppable = shown.filter(({ column }) => column.dropOrder !== undefined);
    if (droppable.length === 0) break;
    const worst = droppable.reduce((a, b) => ((b.column.dropOrder ?? 0) > (a.column.dropOrder ?? 0) ? b : a));
    shown = shown.filter((one) => one !== worst);
  }
  for (const one of shown.filter(({ column }) => column.shrinks === true).toReversed()) {
    const excess = Math.max(0, total() - limit);
    one.width = Math.min(one.width, Math.max(narrowest, one.width - excess));
  }

  const line = (cellOf: (index: number) => Cell) =>
    shown
      .map(({ column, index, width: cellWidth }, position) => {
        const { text, colour } = cellOf(index);
        const fitted = cut(text, cellWidth);
        const blank = ' '.repeat(cellWidth - lengthOf(fitted));
        const painted = colour === undefined ? fitted : paint(colour, fitted);
        const isLast = position === shown.length - 1;
        return column.align === 'right' ? blank + painted : isLast ? painted : painted + blank;
      })
      .join(gap);
  const header = line((index) => ({ text: columns[index]?.title ?? '', colour: 'bold' }));
  return [header, ...rows.map((row) => line((index) => row[index] ?? { text: '' }))];
}

function cut(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join('')}…`;
}

function lengthOf(text: string): number {
  return [...text].length;
}
