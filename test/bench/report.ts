import type { Outcome, Row, Table } from './row.ts';

export interface Machine {
  /** ISO, the day only. */
  readonly date: string;
  readonly cores: number;
  readonly system: string;
  readonly node: string;
  /** How many processes wanted a core before the run began, over a minute. */
  readonly load: number;
}

export interface Measured {
  readonly row: Pick<Row, 'name' | 'title' | 'about'>;
  /** How often each contender was measured. */
  readonly rounds: number;
  readonly outcome: Outcome;
}

export function machineLine({ date, cores, system, node, load }: Machine): string {
  return `Measured ${date} on ${cores} cores, ${system}, Node ${node}, with a load of ${load.toFixed(1)} before it began.`;
}

/** For a terminal: columns in line. */
export function terminalTable({ header, rows }: Table): string {
  const lines = [header, ...rows];
  const widths = columnWidths(lines);
  return lines
    .map((cells) => cells.map((cell, at) => pad(cell, widths[at] ?? 0, at > 0)).join('  '))
    .join('\n');
}

/** What is written for one row: it stands between two marks, so that a run with `--only` leaves the others. */
export function markdownBlock({ row, rounds, outcome }: Measured, machine: Machine): string {
  return [
    `## ${row.title}`,
    '',
    `${row.about} Rounds: ${rounds}. ${machineLine(machine)}`,
    '',
    ...markdownTable(outcome.table),
    ...paragraph(outcome.absent),
    ...paragraph(outcome.exceeded.map((sentence) => `**Limit exceeded:** ${sentence}`)),
  ].join('\n');
}

/** What is written by hand stands behind all blocks. */
const byHand = '## Where the time goes';

/** The page with the block of each row that was measured in place of its last one, or behind all others. */
export function updatePage(page: string, blocks: ReadonlyMap<string, string>): string {
  let updated = page;
  for (const [name, block] of blocks) {
    const begin = `<!-- bench:${name} -->`;
    const end = `<!-- /bench:${name} -->`;
    const whole = `${begin}\n\n${block}\n\n${end}`;
    const from = updated.indexOf(begin);
    const to = updated.indexOf(end, from);
    updated =
      from === -1 || to === -1
        ? withNew(updated, whole)
        : updated.slice(0, from) + whole + updated.slice(to + end.length);
  }
  return updated;
}

function withNew(page: string, whole: string): string {
  const at = page.indexOf(byHand);
  const [before, after] = at === -1 ? [page, ''] : [page.slice(0, at), `\n${page.slice(at)}`];
  return `${before.trimEnd()}\n\n${whole}\n${after}`;
}

/** As prettier would have it. */
function markdownTable({ header, rows }: Table): readonly string[] {
  const widths = columnWidths([header, ...rows]).map((width) => Math.max(3, width));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => pad(cell, widths[at] ?? 0, at > 0)).join(' | ')} |`;
  const rule = widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(header), line(rule), ...rows.map(line)];
}

function columnWidths(lines: Table['rows']): readonly number[] {
  const columns = lines[0] ?? [];
  return columns.map((_, column) => Math.max(...lines.map((cells) => (cells[column] ?? '').length)));
}

function paragraph(sentences: readonly string[]): readonly string[] {
  return sentences.length === 0 ? [] : ['', sentences.join(' ')];
}

function pad(cell: string, width: number, right: boolean): string {
  return right ? cell.padStart(width) : cell.padEnd(width);
}
