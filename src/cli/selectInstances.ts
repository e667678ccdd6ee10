import { selectables } from '../client/selectables.ts';
import type { InstanceInfo, Problem, Snapshot } from '../protocol/model.ts';
import { select } from '../protocol/selector.ts';

/** The instances that selectors name, or why there are none. */
export type ChosenInstances =
  { readonly instances: readonly InstanceInfo[] } | { readonly problem: Pick<Problem, 'code' | 'data'> };

/** Reads selectors as the supervisor does, for the requests that take instances. */
export function selectInstances(selectors: readonly string[], snapshot: Snapshot): ChosenInstances {
  const selection = select(selectors, selectables(snapshot));
  if ('noMatch' in selection) return { problem: { code: 'no-match', data: { target: selection.noMatch } } };
  if ('ambiguous' in selection) {
    const candidates = selection.candidates.map((id) => `"${id}"`).join(', ');
    return { problem: { code: 'ambiguous', data: { target: selection.ambiguous, candidates } } };
  }
  const instances = selection.targets.flatMap(({ app, instance }) => instance ?? app.instances);
  return instances.length === 0 ? { problem: { code: 'no-apps', data: {} } } : { instances };
}
