import type { Outcome } from '../../protocol/contract.ts';
import type { SignalName } from '../../protocol/signals.ts';
import type { Target } from './operationTarget.ts';
import { failed, instancesOf, succeeded } from './operationTarget.ts';

/**
 * Sends a signal to the own process of each instance, and to nothing below it. What comes of it is not waited for:
 * an instance that ends upon it has ended by itself, and comes back.
 */
export function signal(targets: readonly Target[], name: SignalName): Outcome[] {
  return targets.flatMap((target) => {
    const { app } = target;
    const reached = instancesOf(target).filter(({ pid }) => pid !== null && app.platform.signal(pid, name));
    if (reached.length > 0) return reached.map((instance) => succeeded({ app, instance }));
    return [failed(target, { code: 'not-running', severity: 'error', data: {} })];
  });
}
