import { isRecord } from './optionReader.ts';
import type { ValuePath } from './report.ts';

export interface FoundApp {
  readonly value: unknown;
  readonly path: ValuePath;
}

/**
 * The apps in what an ecosystem file holds, in every form there is: `{apps: [...]}`, `{apps: {...}}` (one app, or
 * names with apps), the same under `pm2` and `default`, a list, a single app. Null when it is none of these.
 */
export function findApps(value: unknown, path: ValuePath = []): readonly FoundApp[] | null {
  if (Array.isArray(value))
    return value.map((entry: unknown, index) => ({ value: entry, path: [...path, index] }));
  if (!isRecord(value)) return null;
  for (const key of ['apps', 'pm2']) {
    const inner = value[key];
    if (inner === undefined || inner === null) continue;
    const found = findApps(inner, [...path, key]) ?? namedApps(inner, [...path, key]);
    if (found !== null) return found;
  }
  if (['script', 'exec', 'cmd', 'command'].some((key) => value[key] !== undefined)) return [{ value, path }];
  return value['default'] === undefined ? null : findApps(value['default'], [...path, 'default']);
}

/** `{web: {script: …}, api: {script: …}}`: the key is the name unless the app has one. */
function namedApps(value: unknown, path: ValuePath): readonly FoundApp[] | null {
  if (!isRecord(value)) return null;
  const entries = Object.entries(value);
  if (entries.length === 0 || !entries.every(([, app]) => isRecord(app))) return null;
  return entries.map(([name, app]) => ({
    value: isRecord(app) ? { name, ...app } : app,
    path: [...path, name],
  }));
}
