import type { ProcessRow } from '../platform/platform.ts';

/** `roots` and every process below them, by parent pid. */
export function descendants(roots: Iterable<number>, rows: readonly ProcessRow[]): Set<number> {
  const children = new Map<number, number[]>();
  for (const { pid, ppid } of rows) {
    const siblings = children.get(ppid);
    if (siblings === undefined) children.set(ppid, [pid]);
    else siblings.push(pid);
  }
  const found = new Set(roots);
  // A set that grows while it is walked is walked to its end.
  for (const pid of found) for (const child of children.get(pid) ?? []) found.add(child);
  return found;
}
