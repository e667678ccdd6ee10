import type { Outcome } from '../../protocol/contract.ts';
import type { Instance } from '../instance.ts';
import { LaunchPlaces } from '../launchPlaces.ts';
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
}

/**
 * Replaces the instances of a target, each once its successor is ready and has lived for `settleMs`. The first one
 * goes alone and shows whether the code runs. After it as many boot at a time as `places` lets boot, and others live
 * on meanwhile for their `settleMs`: all in all as many as there are places, so that never more than that many
 * processes are there besides those that serve. The first successor that fails ends it: the others that have replaced
 * nobody yet go again, what serves then serves on, and the outcome says why. What was replaced finishes what it has
 * open while the next ones are replaced, and is waited for in the end.
 */
export async function rollOut(
  target: Target,
  waiters: Waiters,
  { reason = 'manual', places = target.app.places }: RollOutOptions = {},
): Promise<Outcome> {
  const successors = new Map<Instance, Launch>();
  const follows: (() => void)[] = [];
  const boots = new LaunchPlaces(places.boots);
  let failure: Instance | undefined;
  const fail = (instance: Instance): void => {
    if (failure !== undefined) return;
    failure = instance;
    for (const [one, launch] of successors) one.send({ type: 'callOff', launch });
  };
  /** Whether its successor serves. */
  const replace = async (instance: Instance): Promise<boolean> => {
    const boot = boots.take();
    await boot.begun;
    if (failure !== undefined || !instance.wanted) {
      boot.leave();
      return false;
    }
    const before = instance.slot.launches;
    successors.set(instance, before + 1);
    instance.turn.choose(places);
    instance.send({ type: 'reload', reason });
    const isOver = (): boolean => isDecided(instance) || isGoneOrWaits(instance);
    await waiters.until(instance, () => isOver() || isProbed(instance));
    boot.leave();
    await waiters.until(instance, isOver);
    if (!instance.wanted) return false;
    if (waitsInVain(instance) || servingLaunch(instance) <= before) {
      fail(instance);
      return false;
    }
    // One that lived for a moment only has failed as well.
    const look = (): void => {
      if (instance.wanted && hasFallen(instance)) fail(instance);
    };
    follows.push(waiters.follow(instance, look));
    look();
    return true;
  };
  const waiting = plannedOf(target).values();
  /** One after another, until one is replaced or all of them are. */
  const replaceNext = async (upTo: 'one' | 'all'): Promise<void> => {
    for (const instance of waiting) {
      if (failure !== undefined) return;
      // Not what was stopped by hand, or in the meantime.
      if (instance.wanted && (await replace(instance)) && upTo === 'one') return;
    }
  };
  await replaceNext('one');
  await Promise.all(Array.from({ length: places.limit }, () => replaceNext('all')));
  for (const end of follows) end();
  const isDone = (one: Instance): boolean => isSettled(one) || isGoneOrWaits(one);
  await Promise.all([...successors.keys()].map((one) => waiters.until(one, () => isDone(one))));
  return failure === undefined ? succeeded(target) : failedBy(failure, target, waiters);
}

/** Its successor serves, or has been given up; what does not serve any more may be finishing still. */
function isDecided(instance: Instance): boolean {
  const { state } = instance.slot;
  return isSettled(instance) || (state.kind === 'draining' && !state.again);
}

/** Its successor is ready, and lives on before it serves. */
function isProbed({ slot: { state } }: Instance): boolean {
  return state.kind === 'reloading' && state.isReady;
}

function isGoneOrWaits(instance: Instance): boolean {
  return !instance.wanted || waitsInVain(instance);
}

/** It ended by itself, or was ended for its health; not because somebody asked for it. */
function hasFallen({ slot: { state }, problem }: Instance): boolean {
  switch (state.kind) {
    case 'backoff':
    case 'errored':
    case 'completed':
      return true;
    case 'stopping':
      return state.after.kind === 'start' ? problem?.code === 'unhealthy' : state.after.kind !== 'stopped';
    default:
      return false;
  }
}

/** 0 when nothing serves. */
function servingLaunch({ slot }: Instance): Launch {
  return processesOf(slot.state)[0] ?? 0;
}
