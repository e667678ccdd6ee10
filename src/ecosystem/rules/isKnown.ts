import type { Node } from '../tree/node.ts';

/** Whether nothing below a node is left to the run of the file. What is not written yet is known to be absent. */
export function isKnown(node: Node | null): boolean {
  if (node === null) return true;
  if (node.kind !== 'array' && node.kind !== 'object') return node.kind !== 'unknown';
  const open: (Node | null)[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === null) continue;
    if (next.kind === 'unknown') return false;
    if (next.kind === 'array' || next.kind === 'object') {
      if (next.isOpen || (next.kind === 'object' && next.isTemplate === true)) return false;
      open.push(...(next.kind === 'array' ? next.items : next.properties.map(({ value }) => value)));
    }
  }
  return true;
}
