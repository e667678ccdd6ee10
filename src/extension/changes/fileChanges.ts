import type { AppInfo, Snapshot } from '../../protocol/model.ts';
import { describeChanges } from '../../protocol/pendingChanges.ts';
import type { Translate } from '../../ecosystem/translate.ts';

/** How what runs differs from what one ecosystem file says. */
export interface FileChanges {
  /** Apps that run otherwise than the file says. */
  readonly changed: readonly AppInfo[];
  /** Apps that came into the file while others ran, and that start with it. */
  readonly added: readonly AppInfo[];
  /** Apps that run and are not in the file any more. */
  readonly removed: readonly AppInfo[];
}

export function changesOf(file: string, { apps }: Snapshot): FileChanges {
  const own = apps.filter((app) => app.file === file);
  return {
    changed: own.filter(({ pending }) => pending.length > 0),
    added: own.filter(({ isNew, autostart }) => isNew && autostart),
    removed: own.filter(({ listed }) => !listed),
  };
}

/** Whether applying its file would do something with the app. */
export function canApply({ pending, isNew, autostart }: AppInfo): boolean {
  return pending.length > 0 || (isNew && autostart);
}

/** Whether there is a difference after reading the file again that was not there before. */
export function hasNews(before: FileChanges, after: FileChanges): boolean {
  const known = new Set(differences(before));
  return differences(after).some((difference) => !known.has(difference));
}

/** One line for each app that differs: `api: instances 2 -> 4, env PORT removed`, `worker is new`. */
export function changeLines({ changed, added, removed }: FileChanges, t: Translate): string[] {
  return [
    ...changed.map(({ name, pending }) => describeChanges(name, pending, t)),
    ...added.map(({ name }) => t('{0} is new', name)),
    ...removed.map(({ name }) => t('{0} is no longer in it', name)),
  ];
}

function differences({ changed, added, removed }: FileChanges): string[] {
  return [
    ...changed.flatMap(({ id, pending }) => pending.map((change) => JSON.stringify([id, change]))),
    ...added.map(({ id }) => `added ${id}`),
    ...removed.map(({ id }) => `removed ${id}`),
  ];
}
