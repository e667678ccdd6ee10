import type { InstanceInfo, Problem, Snapshot } from '../protocol/model.ts';
import { select } from '../protocol/selector.ts';

/** The instances that selectors name, or why there are none. */
export type ChosenInstances =
  { readonly instances: readonly InstanceInfo[] } | { readonly problem: Pick<Problem, 'code' | 'data'> };

/** Reads selectors as the supervisor does, for the requests that take instances. */
export function selectInstances(selectors: readonly string[], snapshot: Snapshot): ChosenInstances {
  const apps = snapshot.apps.map(({ id, name, namespace, file }) => ({
    id,
    name,
    // Its id ends in its name in the file.
    spec: { name: id.slice(id.lastIndexOf('#') + 1), namespace, file },
    instances: snapshot.instances.filter(({ app }) => app === id),
  }));
  const selection = select(selectors, apps);
  if ('noMatch' in selection) return { problem: { code: 'no-match', data: { target: selection.noMatch } } };
  if ('ambiguous' in selection) {
    const candidates = selection.candidates.map((id) => `"${id}"`).join(', ');
    return { problem: { code: 'ambiguous', data: { target: selection.ambiguous, candidates } } };
  }
  const instances = selection.targets.flatMap(({ app, instance }) => instance ?? app.instances);
  return instances.length === 0 ? { problem: { code: 'no-apps', data: {} } } : { instances };
}
