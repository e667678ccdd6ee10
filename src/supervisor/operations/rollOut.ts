import type { Outcome } from '../../protocol/contract.ts';
import type { Problem } from '../../protocol/model.ts';
import type { Instance } from '../instance.ts';
import { processesOf } from '../slotState.ts';
import type { Waiters } from '../waitFor.ts';
import { isSettled } from '../waitFor.ts';
import type { Target } from './operationTarget.ts';
import { failed, plannedOf, succeeded } from './operationTarget.ts';

/**
 * Replaces the instances of a target one after another, each once its successor is ready. The first successor
 * that fails ends it: what serves then serves on, and the outcome says why.
 */
export async function rollOut(target: Target, waiters: Waiters): Promise<Outcome> {
  for (const instance of plannedOf(target)) {
    // Stopped by hand, or in the meantime.
    if (!instance.wanted) continue;
    const problem = await replaceOne(instance, waiters);
    if (problem !== null) return failed(target, problem);
  }
  return succeeded(target);
}

async function replaceOne(instance: Instance, waiters: Waiters): Promise<Problem | null> {
  const before = instance.slot.launches;
  instance.send({ type: 'reload', reason: 'manual' });
  await waiters.until(instance, () => isSettled(instance) || !instance.wanted);
  const [serving = 0] = processesOf(instance.slot.state);
  if (serving > before || !instance.wanted) return null;
  return instance.problem ?? { code: 'crashed', severity: 'error', data: {} };
}
