import type { Outcome } from '../../protocol/contract.ts';
import type { Problem } from '../../protocol/model.ts';
import type { Instance } from '../instance.ts';
import type { Launch } from '../slotState.ts';
import { processesOf } from '../slotState.ts';
import type { Waiters } from '../waitFor.ts';
import { isSettled } from '../waitFor.ts';
import type { Target } from './operationTarget.ts';
import { failed, plannedOf, succeeded } from './operationTarget.ts';

/**
 * Replaces the instances of a target one after another, each once its successor is ready. The first successor
 * that fails ends it: what serves then serves on, and the outcome says why.
 */
export async function rollOut(
  target: Target,
  waiters: Waiters,
  reason: 'manual' | 'watch' | 'cron' = 'manual',
): Promise<Outcome> {
  const successors = new Map<Instance, Launch>();
  for (const instance of plannedOf(target)) {
    // Stopped by hand, or in the meantime.
    if (!instance.wanted) continue;
    const before = instance.slot.launches;
    instance.send({ type: 'reload', reason });
    await waiters.until(instance, () => isSettled(instance) || !instance.wanted);
    const launch = servingLaunch(instance);
    if (launch > before) successors.set(instance, launch);
    // One that lived for a moment only has failed as well.
    const failure = [instance, ...successors.keys()].find(
      (one) => one.wanted && servingLaunch(one) !== (successors.get(one) ?? 0),
    );
    if (failure !== undefined) return failed(target, failure.problem ?? crashed);
  }
  return succeeded(target);
}

const crashed: Problem = { code: 'crashed', severity: 'error', data: {} };

/** 0 when nothing serves. */
function servingLaunch({ slot }: Instance): Launch {
  return processesOf(slot.state)[0] ?? 0;
}
