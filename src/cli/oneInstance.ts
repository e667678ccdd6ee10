import type { InstanceInfo, Snapshot } from '../protocol/model.ts';
import { describeProblem } from '../protocol/problems.ts';
import { selectInstances } from './selectInstances.ts';
import { targetsOf } from './targets.ts';
import { UserError } from './userError.ts';

/** The instance that a selector names. Throws `UserError` where it names none, or several. */
export function oneInstance(selector: string, snapshot: Snapshot, cwd: string): InstanceInfo {
  const chosen = selectInstances(targetsOf([selector], snapshot, cwd), snapshot);
  if ('problem' in chosen) throw new UserError(describeProblem(chosen.problem));
  const [only, ...others] = chosen.instances;
  if (only === undefined || others.length > 0) {
    const names = chosen.instances.map(({ name }) => name).join(', ');
    throw new UserError(
      `"${selector}" names ${chosen.instances.length} instances, and this is for one: ${names}.`,
    );
  }
  return only;
}
