import type { Outcome } from '../../protocol/contract.ts';
import type { Instance } from '../instance.ts';
import type { LaunchPlaces } from '../launchPlaces.ts';
import type { Launch, SlotEvent } from '../slotState.ts';
import { processesOf } from '../slotState.ts';
import type { Waiters } from '../waitFor.ts';
import { isSettled, waitsInVain } from '../waitFor.ts';
import { failedBy } from './failedBy.ts';
import type { Target } from './operationTarget.ts';
import { plannedOf, succeeded } from './operationTarget.ts';

export interface RollOutOptions {
  readonly reason?: Extract<SlotEvent, { type: 'reload' }>['reason'];
  /** Where the successors have their places; with those of what comes back by itself, when absent. */
  readonly places?: LaunchPlaces;
  /** How many are replaced at a time; one after another, when absent. */
  readonly parallel?: number | undefined;
}

/**
 * Replaces the instances of a target one after another, each once its successor is ready. The first successor
 * that fails ends it: what serves then serves on, and the outcome says why. What was replaced finishes what it has
 * open while the next ones are replaced, and is waited for in the end.
 */
export async function rollOut(
  target: Target,
  waiters: Waiters,
  { reason = 'manual', places, parallel = 1 }: RollOutOptions = {},
): Promise<Outcome> {
  const successors = new Map<Instance, Launch>();
  let failure: Instance | undefined;
  const waiting = plannedOf(target).values();
  const replaceNext = async (): Promise<void> => {
    for (const instance of waiting) {
      if (failure !== undefined) return;
      // Stopped by hand, or in the meantime.
      if (!instance.wanted) continue;
      const before = instance.slot.launches;
      if (places !== undefined) instance.turn.choose(places);
      instance.send({ type: 'reload', reason });
      const isOver = (): boolean =>
        isSettled(instance) || hasHandedOver(instance, before) || !instance.wanted || waitsInVain(instance);
      await waiters.until(instance, isOver);
      if (instance.wanted && waitsInVain(instance)) failure ??= instance;
      const launch = servingLaunch(instance);
      if (launch > before) successors.set(instance, launch);
      // One that lived for a moment only has failed as well.
      failure ??= [instance, ...successors.keys()].find(
        (one) => one.wanted && servingLaunch(one) !== (successors.get(one) ?? 0),
      );
    }
  };
  await Promise.all(Array.from({ length: parallel }, replaceNext));
  const isDone = (one: Instance): boolean => isSettled(one) || !one.wanted || waitsInVain(one);
  await Promise.all([...successors.keys()].map((one) => waiters.until(one, () => isDone(one))));
  return failure === undefined ? succeeded(target) : failedBy(failure, target, waiters);
}

/** The successor of what served `before` serves; what is replaced finishes. */
function hasHandedOver(instance: Instance, before: Launch): boolean {
  const { state } = instance.slot;
  return state.kind === 'draining' && !state.again && servingLaunch(instance) > before;
}

/** 0 when nothing serves. */
function servingLaunch({ slot }: Instance): Launch {
  return processesOf(slot.state)[0] ?? 0;
}
