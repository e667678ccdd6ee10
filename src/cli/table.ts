import { visibleLine } from '../protocol/visibleText.ts';
import type { Colour, Paint } from './colours.ts';
import { cutInMiddle } from './cutInMiddle.ts';
import { fitText } from './fitText.ts';
import { textWidth } from './textWidth.ts';

export interface Column {
  readonly title: string;
  /** Stands for the title where that is wider than what is below it and the terminal is narrow. */
  readonly short?: string;
  readonly align?: 'right';
  /** Left out first when the terminal is narrow: the highest number goes first. Without it the column stays. */
  readonly dropOrder?: number;
  /**
   * Cut, with an ellipsis at its end or in its middle, when leaving columns out is not enough; the last such column
   * first. An optional one gives way a little before columns are left out.
   */
  readonly shrinks?: boolean | 'middle';
  /** Left out where no row has anything in it. */
  readonly optional?: boolean;
}

export interface Cell {
  readonly text: string;
  readonly colour?: Colour;
}

interface Shown {
  readonly column: Column;
  readonly index: number;
  title: string;
  width: number;
}

const gap = '  ';
const narrowest = 4;
/** A note that is cut to this many columns still tells something. */
const telling = 12;

/**
 * The lines of a table with a header, aligned, no wider than `width` columns of a terminal as far as its own columns
 * allow; null is no limit.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { width, paint }: { readonly width: number | null; readonly paint: Paint },
): string[] {
  const cells = rows.map((row) => row.map((cell) => ({ ...cell, text: visibleLine(cell.text) })));
  const shown = fitColumns(columns, cells, width ?? Infinity);
  const line = (cellOf: (one: Shown) => Cell) =>
    shown
      .map((one, position) => {
        const { text, colour } = cellOf(one);
        const cut = one.column.shrinks === 'middle' ? cutInMiddle : fitText;
        const fitted = cut(text, one.width);
        const blank = ' '.repeat(one.width - textWidth(fitted));
        const painted = colour === undefined ? fitted : paint(colour, fitted);
        const isLast = position === shown.length - 1;
        return one.column.align === 'right' ? blank + painted : isLast ? painted : painted + blank;
      })
      .join(gap);
  const header = line(({ title }) => ({ text: title, colour: 'bold' }));
  return [header, ...cells.map((row) => line(({ index }) => row[index] ?? { text: '' }))];
}

/** Which columns there is room for, and how wide each may be. */
function fitColumns(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  limit: number,
): readonly Shown[] {
  const widestOf = (index: number): number =>
    Math.max(0, ...rows.map((row) => textWidth(row[index]?.text ?? '')));
  let shown = columns.flatMap((column, index): Shown[] => {
    const widest = widestOf(index);
    if (column.optional === true && widest === 0) return [];
    return [{ column, index, title: column.title, width: Math.max(textWidth(column.title), widest) }];
  });
  const excess = (): number =>
    shown.reduce((sum, one) => sum + one.width, (shown.length - 1) * gap.length) - limit;
  const shrink = (one: Shown, least: number): void => {
    one.width = Math.min(one.width, Math.max(least, one.width - Math.max(0, excess())));
  };

  for (const one of shown) {
    if (excess() <= 0 || one.column.short === undefined) continue;
    one.title = one.column.short;
    one.width = Math.max(textWidth(one.title), widestOf(one.index));
  }
  const gives = ({ column }: Shown): boolean => column.shrinks === true && column.optional === true;
  for (const one of shown.filter(gives)) shrink(one, telling);
  while (excess() > 0) {
    const droppable = shown.filter(({ column }) => column.dropOrder !== undefined);
    if (droppable.length === 0) break;
    const worst = droppable.reduce((a, b) => ((b.column.dropOrder ?? 0) > (a.column.dropOrder ?? 0) ? b : a));
    shown = shown.filter((one) => one !== worst);
  }
  for (const one of shown.filter(({ column }) => column.shrinks !== undefined).toReversed())
    shrink(one, narrowest);
  return shown;
}
