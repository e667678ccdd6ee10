import type { InstanceInfo, Problem, Snapshot } from '../../protocol/model.ts';
import { select } from '../../protocol/selector.ts';
import type { SelectableApp } from '../selectables.ts';
import { selectables } from '../selectables.ts';

/** What selectors name: the instances, and the apps that they are of. */
export type NamedInstances =
  | { readonly instances: readonly InstanceInfo[]; readonly apps: readonly SelectableApp['info'][] }
  | { readonly problem: Pick<Problem, 'code' | 'data'> };

/** Reads selectors as the supervisor does. `all` of nothing is nothing. */
export function namedInstances(selectors: readonly string[], snapshot: Snapshot): NamedInstances {
  const selection = select(selectors, selectables(snapshot));
  if ('noMatch' in selection) return { problem: { code: 'no-match', data: { target: selection.noMatch } } };
  if ('ambiguous' in selection) {
    const candidates = selection.candidates.map((id) => `"${id}"`).join(', ');
    return { problem: { code: 'ambiguous', data: { target: selection.ambiguous, candidates } } };
  }
  return {
    instances: selection.targets.flatMap(({ app, instance }) => instance ?? app.instances),
    apps: [...new Set(selection.targets.map(({ app }) => app.info))],
  };
}
