import type { LoadReport, LoadRow } from '../../protocol/load.ts';
import type { Paint } from '../colours.ts';
import type { Cell, Column } from '../table.ts';
import { renderTable } from '../table.ts';

export interface Look {
  /** Of the terminal; null where there is none. */
  readonly width: number | null;
  readonly paint: Paint;
}

/** Without a terminal, as wide as one usually is. */
const usualWidth = 80;
const widestBar = 50;
const narrowestBar = 10;

/** The table of a report, and a bar for each row. */
export function loadLines({ rows }: Pick<LoadReport, 'rows'>, look: Look): string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const table = renderTable(columnsOf(first), rows.map(cellsOf), look);
  return [...table, '', ...bars(rows, look)];
}

function columnsOf(first: LoadRow): Column[] {
  const right = (title: string, dropOrder?: number): Column => ({
    title,
    align: 'right',
    ...(dropOrder === undefined ? {} : { dropOrder }),
  });
  return [
    right('instances'),
    right('requests/s'),
    right(`vs ${first.instances}`),
    right('p50', 3),
    right('p97.5', 2),
    right('p99'),
    right('max', 4),
    { ...right('errors'), optional: true },
    { ...right('non-2xx'), optional: true },
    right('cpu', 1),
    { title: 'share of each', dropOrder: 5 },
  ];
}

function cellsOf(row: LoadRow): Cell[] {
  const { latency, errors, non2xx } = row;
  const troubles = (count: number): Cell =>
    count === 0 ? { text: '' } : { text: grouped(count), colour: 'red' };
  return [
    { text: String(row.instances) },
    { text: grouped(Math.round(row.perSecond)), colour: 'bold' },
    { text: factorText(row.factor) },
    { text: latencyText(latency?.p50) },
    { text: latencyText(latency?.p97_5) },
    { text: latencyText(latency?.p99) },
    { text: latencyText(latency?.max) },
    troubles(errors),
    troubles(non2xx),
    { text: row.cpu === null ? '–' : `${Math.round(row.cpu)}%` },
    { text: sharesText(row) },
  ];
}

function bars(rows: readonly LoadRow[], { width, paint }: Look): string[] {
  const most = Math.max(...rows.map(({ perSecond }) => perSecond));
  const labels = rows.map(({ instances }) => (instances === 1 ? '1 instance' : `${instances} instances`));
  const amounts = rows.map(({ perSecond }) => `${grouped(Math.round(perSecond))}/s`);
  const label = Math.max(...labels.map(({ length }) => length));
  const amount = Math.max(...amounts.map(({ length }) => length));
  const room = (width ?? usualWidth) - label - amount - 4;
  const widest = Math.min(widestBar, Math.max(narrowestBar, room));
  return rows.map(({ perSecond }, index) => {
    const bar = barText(most === 0 ? 0 : perSecond / most, widest);
    return `${(labels[index] ?? '').padStart(label)}  ${paint('cyan', bar)} ${amounts[index] ?? ''}`;
  });
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of so much of the widest, in eighths of a character. */
export function barText(part: number, widest: number): string {
  const length = Math.round(part * widest * 8);
  return '█'.repeat(Math.floor(length / 8)) + (eighths[length % 8] ?? '');
}

/** `12,345`, whatever the language of the shell: the rest of the output is English too. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

export function factorText(factor: number | null): string {
  return factor === null ? '–' : `${factor.toFixed(2)}×`;
}

/** Milliseconds as `0.04 ms`, `2.1 ms`, `12 ms`, `1.2 s`; `–` for what is not known. */
export function latencyText(ms: number | undefined): string {
  if (ms === undefined) return '–';
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms.toFixed(ms < 1 ? 2 : ms < 10 ? 1 : 0)} ms`;
}

/** `24–26%`, from the least to the most that one instance did. */
export function sharesText({ shares, sharesOf }: Pick<LoadRow, 'shares' | 'sharesOf'>): string {
  const known = shares.flatMap(({ share }) => (share === null ? [] : [Math.round(share * 100)]));
  if (known.length === 0) return '–';
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const range = least === most ? `${most}%` : `${least}–${most}%`;
  return sharesOf === 'cpu' ? `${range} of CPU` : range;
}
