import type { ProcessRow } from '../platform/platform.ts';

/** Pids by the pid of their parent. */
export type ChildIndex = ReadonlyMap<number, readonly number[]>;

export function indexChildren(rows: readonly ProcessRow[]): ChildIndex {
  const children = new Map<number, number[]>();
  for (const { pid, ppid } of rows) {
    const siblings = children.get(ppid);
    if (siblings === undefined) children.set(ppid, [pid]);
    else siblings.push(pid);
  }
  return children;
}

/** `roots` and every process below them; parents stand before their children. */
export function descendants(roots: Iterable<number>, children: ChildIndex): Set<number> {
  const found = new Set(roots);
  // A set that grows while it is walked is walked to its end.
  for (const pid of found) for (const child of children.get(pid) ?? []) found.add(child);
  return found;
}
