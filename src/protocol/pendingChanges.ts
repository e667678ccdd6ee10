import type { PendingChange } from './model.ts';

/** Longer values are cut: the file has them in full. */
const longestValue = 60;

/** The English words of a change: `instances 2 -> 4`, `env PORT removed`, `port 3000 added`. */
export function describeChange({ kind, option, from, to }: PendingChange): string {
  if (kind === 'removed') return `${option} removed`;
  if (kind === 'added') return to === null ? `${option} added` : `${option} ${shorten(to)} added`;
  if (from === null || to === null) return `${option} changed`;
  const values = [shorten(from), shorten(to)];
  // What differs lies behind the cut.
  return values[0] === values[1] ? `${option} changed` : `${option} ${values.join(' -> ')}`;
}

/** `api: instances 2 -> 4, env PORT removed`. */
export function describeChanges(app: string, changes: readonly PendingChange[]): string {
  return `${app}: ${changes.map(describeChange).join(', ')}`;
}

function shorten(value: string): string {
  if (value === '') return '""';
  return value.length <= longestValue ? value : `${value.slice(0, longestValue - 1)}…`;
}
