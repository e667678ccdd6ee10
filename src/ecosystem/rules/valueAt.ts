import type { ValuePath } from '../report.ts';

/** What stands at a path of a plain value; undefined for nothing. */
export function valueAt(value: unknown, path: ValuePath): Record<string, unknown> | undefined {
  let at: unknown = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string | number, unknown>)[key];
  }
  return typeof at === 'object' && at !== null ? (at as Record<string, unknown>) : undefined;
}
