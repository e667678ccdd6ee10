import type { SelectableApp } from '../../client/selectables.ts';
import { selectables } from '../../client/selectables.ts';
import type { Problem, Snapshot } from '../../protocol/model.ts';
import type { TargetOf } from '../../protocol/selector.ts';
import { select } from '../../protocol/selector.ts';

/** A workspace folder and what is known of it. */
export interface KnownFolder {
  /** Absolute path. */
  readonly folder: string;
  readonly snapshot: Snapshot;
}

/** What was named in one folder. */
export interface Choice {
  readonly folder: string;
  readonly targets: readonly TargetOf<SelectableApp>[];
}

export type Chosen =
  { readonly choices: readonly Choice[] } | { readonly problem: Pick<Problem, 'code' | 'data'> };

/**
 * What selectors name in all of these folders, or why nothing: a namespace or pattern may mean apps of several
 * folders, a name that fits in several is refused. `file`, an absolute path, leaves only the apps of that file.
 */
export function chooseApps(
  folders: readonly KnownFolder[],
  selectors: readonly string[],
  file?: string,
): Chosen {
  const known = folders.map(({ folder, snapshot }) => ({
    folder,
    apps: selectables(snapshot).filter((app) => file === undefined || app.spec.file === file),
  }));
  const fitting = new Map<string, Set<string>>();
  for (const selector of selectors) {
    const places = [];
    for (const { folder, apps } of known) {
      const found = select([selector], apps);
      if ('ambiguous' in found) return ambiguous(selector, found.candidates);
      if ('targets' in found && found.targets.length > 0) places.push({ folder, targets: found.targets });
    }
    if (places.length === 0) return { problem: nothingFits(selector) };
    const named = places.filter(({ targets }) => targets.some(({ isNamed }) => isNamed));
    if (named.length > 1) {
      return ambiguous(
        selector,
        named.flatMap(({ folder, targets }) => targets.map(({ app }) => `${folder}: ${app.id}`)),
      );
    }
    for (const { folder } of places) fitting.set(folder, (fitting.get(folder) ?? new Set()).add(selector));
  }
  return {
    choices: known.flatMap(({ folder, apps }): Choice[] => {
      const selection = select([...(fitting.get(folder) ?? [])], apps);
      return 'targets' in selection && selection.targets.length > 0
        ? [{ folder, targets: selection.targets }]
        : [];
    }),
  };
}

function nothingFits(selector: string): Pick<Problem, 'code' | 'data'> {
  return selector === 'all'
    ? { code: 'no-apps', data: {} }
    : { code: 'no-match', data: { target: selector } };
}

function ambiguous(target: string, candidates: readonly string[]): Chosen {
  const list = candidates.map((one) => `"${one}"`).join(', ');
  return { problem: { code: 'ambiguous', data: { target, candidates: list } } };
}
