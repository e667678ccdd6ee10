import type { Outcome } from '../../protocol/contract.ts';
import type { Target } from './operationTarget.ts';
import { instancesOf, succeeded } from './operationTarget.ts';

/** Counts the restarts of what the targets name from 0 again. */
export function resetRestarts(targets: readonly Target[]): Outcome[] {
  for (const target of targets) {
    for (const instance of instancesOf(target)) {
      instance.slot = { ...instance.slot, restarts: 0 };
      target.app.changed(instance);
    }
  }
  return targets.map((target) => succeeded(target));
}
