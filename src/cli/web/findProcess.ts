import type { SelectableApp } from '../../client/selectables.ts';
import { selectables } from '../../client/selectables.ts';
import { describeProblem } from '../../protocol/problems.ts';
import type { InstanceInfo, Snapshot } from '../../protocol/model.ts';
import { select } from '../../protocol/selector.ts';
import { Refusal } from './refusal.ts';

/** What an id in an address means: an app, or one of its instances. */
export interface Found {
  readonly app: SelectableApp['info'];
  /** The instance that is meant; undefined for an app that has not exactly one. */
  readonly instance: InstanceInfo | undefined;
  /** Its instances, or the one that is meant. */
  readonly instances: readonly InstanceInfo[];
  /** For requests to the supervisor: as it was named, an app or an instance. */
  readonly target: string;
}

/**
 * Reads an id: the name or id of an instance or an app. Groups (`all`, namespaces, patterns, files) are none. Throws
 * a `Refusal` for what is not there and for a name that several apps have.
 */
export function findProcess(id: string, snapshot: Snapshot): Found {
  const selection = select([id], selectables(snapshot));
  if ('ambiguous' in selection) {
    const { candidates } = selection;
    const listed = candidates.map((candidate) => `"${candidate}"`).join(', ');
    const message = describeProblem({ code: 'ambiguous', data: { target: id, candidates: listed } });
    throw new Refusal('ambiguous', message, { facts: { candidates } });
  }
  const [found] = 'targets' in selection ? selection.targets.filter(({ isNamed }) => isNamed) : [];
  if (found === undefined) {
    throw new Refusal('not_found', describeProblem({ code: 'no-match', data: { target: id } }));
  }
  const { app, instance } = found;
  const instances = instance === undefined ? app.instances : [instance];
  return {
    app: app.info,
    instance: instance ?? (instances.length === 1 ? instances[0] : undefined),
    instances,
    target: instance?.id ?? app.id,
  };
}
