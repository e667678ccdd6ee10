import type { ProcessRow } from '../platform/platform.ts';
import type { ChildIndex } from './descendants.ts';
import { indexChildren } from './descendants.ts';

/** A list of processes by what is asked of it. */
export interface ProcessIndex {
  readonly byPid: ReadonlyMap<number, ProcessRow>;
  readonly byGroup: ReadonlyMap<number, readonly ProcessRow[]>;
  readonly children: ChildIndex;
}

/** Hundreds of instances that stop together share one list, and search it once each. */
const indexes = new WeakMap<readonly ProcessRow[], ProcessIndex>();

/** Made once for each list, which must not change afterwards. */
export function indexProcesses(rows: readonly ProcessRow[]): ProcessIndex {
  const known = indexes.get(rows);
  if (known !== undefined) return known;
  const byGroup = new Map<number, ProcessRow[]>();
  for (const row of rows) {
    const group = byGroup.get(row.pgid);
    if (group === undefined) byGroup.set(row.pgid, [row]);
    else group.push(row);
  }
  const byPid = new Map(rows.map((row) => [row.pid, row]));
  const index: ProcessIndex = { byPid, byGroup, children: indexChildren(rows) };
  indexes.set(rows, index);
  return index;
}
