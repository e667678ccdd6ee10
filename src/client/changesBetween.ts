import { isDeepStrictEqual } from 'node:util';
import type { Change } from '../protocol/changes.ts';
import type { Snapshot } from '../protocol/model.ts';

/** The changes that lead from one snapshot to another, for listeners after a gap or a new connection. */
export function changesBetween(before: Snapshot, after: Snapshot): Change[] {
  const files = compare(before.files, after.files, (file) => file.path);
  const apps = compare(before.apps, after.apps, (app) => app.id);
  const instances = compare(before.instances, after.instances, (instance) => instance.id);
  return [
    ...instances.removed.map((id) => ({ kind: 'instanceRemoved', id }) as const),
    ...apps.removed.map((id) => ({ kind: 'appRemoved', id }) as const),
    ...files.removed.map((path) => ({ kind: 'fileRemoved', path }) as const),
    ...files.changed.map((file) => ({ kind: 'file', file }) as const),
    ...apps.changed.map((app) => ({ kind: 'app', app }) as const),
    ...instances.changed.map((instance) => ({ kind: 'instance', instance }) as const),
  ];
}

function compare<T>(before: readonly T[], after: readonly T[], keyOf: (one: T) => string) {
  const old = new Map(before.map((one) => [keyOf(one), one]));
  const changed = after.filter((one) => !isDeepStrictEqual(old.get(keyOf(one)), one));
  for (const one of after) old.delete(keyOf(one));
  return { removed: [...old.keys()], changed };
}
