import path from 'node:path';
import type { AppInfo, MetricsRow, Snapshot } from '../protocol/model.ts';
import { painterFor } from './colours.ts';
import { instanceColumns, instanceRows, miniColumns } from './instanceTable.ts';
import type { Sort } from './sortRows.ts';
import type { Cell, Column } from './table.ts';
import { renderTable } from './table.ts';
import type { World } from './world.ts';

export interface Shown {
  readonly snapshot: Snapshot;
  readonly metrics: readonly MetricsRow[];
  /** One table of all, in this order. */
  readonly sort?: Sort | undefined;
  /** Only what fits everywhere. */
  readonly isMini?: boolean;
}

/**
 * The tables of these apps, one for each ecosystem file. Where no terminal reads them, the columns are always the same
 * first eight, with "-" where there is nothing, and what only some apps have comes after them.
 */
export function printInstances(
  world: World,
  apps: readonly AppInfo[],
  { snapshot, metrics, sort, isMini = false }: Shown,
): void {
  const paint = painterFor(world.stdout, world.env);
  const now = world.now();
  const print = (own: readonly AppInfo[]): void => {
    const all = instanceRows(own, snapshot, { metrics, now, sort });
    const { columns, rows, width } = layOut(world, all, isMini);
    for (const line of renderTable(columns, rows, { width, paint })) world.stdout.write(`${line}\n`);
  };
  if (sort !== undefined) return print(apps);
  const files = new Set(apps.map((app) => app.file));
  for (const file of files) {
    const own = apps.filter((app) => app.file === file);
    if (files.size > 1) {
      const name = file === null ? 'without a file' : path.relative(world.cwd, file);
      world.stdout.write(`${paint('cyan', name)}\n`);
    }
    print(own);
    if (files.size > 1) world.stdout.write('\n');
  }
}

interface Layout {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  readonly width: number | null;
}

function layOut({ stdout }: World, all: readonly (readonly Cell[])[], isMini: boolean): Layout {
  const isTerminal = stdout.isTTY === true;
  const indexes = [...instanceColumns.keys()].filter(
    (index) => !isMini || miniColumns.includes(instanceColumns[index]?.title ?? ''),
  );
  const isOptional = (index: number): boolean => instanceColumns[index]?.optional === true;
  const order = isTerminal
    ? indexes
    : indexes.toSorted((a, b) => Number(isOptional(a)) - Number(isOptional(b)));
  const rows = all.map((row) =>
    order.map((index): Cell => {
      const cell = row[index] ?? { text: '' };
      return isTerminal || isOptional(index) || cell.text !== '' ? cell : { text: '-' };
    }),
  );
  const columns = order.flatMap((index) => instanceColumns[index] ?? []);
  return { columns, rows, width: isTerminal ? (stdout.columns ?? null) : null };
}
