import type { Exit } from './restartPolicy.ts';
import { next } from './restartPolicy.ts';
import type { After, Launch, Slot, SlotEffect, SlotSettings, SlotState, Timer } from './slotState.ts';
import { processesOf } from './slotState.ts';

/** SIGKILL is repeated this often while a killed process is still there. */
export const killAgainMs = 2_000;

type Reloading = Extract<SlotState, { kind: 'reloading' }>;
type Draining = Extract<SlotState, { kind: 'draining' }>;

export interface Transition {
  readonly slot: Slot;
  /** To be carried out in order. */
  readonly effects: readonly SlotEffect[];
}

/** Ends every process; what follows is `after`. Draining is patient with them before they are told to end. */
export function leave(
  slot: Slot,
  after: After,
  settings: SlotSettings,
  way: 'drain' | 'terminate' = 'terminate',
): Transition {
  const leaving = processesOf(slot.state);
  return to(
    slot,
    { kind: 'stopping', leaving, after, drains: way === 'drain' },
    clear('ready'),
    clear('settle'),
    clear('drain'),
    ...leaving.map((launch): SlotEffect => ({ type: way, launch })),
    way === 'drain' ? timer('drain', settings.drainMs) : timer('kill', settings.killMs),
  );
}

/** Patience is over: what is still finishing is told to end. */
export function endDrain(slot: Slot, settings: SlotSettings): Transition {
  const { state } = slot;
  if (state.kind !== 'stopping' || !state.drains) return same(slot);
  return to(
    slot,
    { ...state, drains: false },
    ...state.leaving.map(terminate),
    timer('kill', settings.killMs),
  );
}

/** The serving process exited by itself: what is left of its group is killed, then the policy decides. */
export function crashed(slot: Slot, exit: Exit, settings: SlotSettings): Transition {
  const { decision, policy } = next(slot.policy, settings.restart, exit);
  const leaving = processesOf(slot.state);
  const after: After = decision.kind === 'restart' ? { kind: 'retry', delayMs: decision.delayMs } : decision;
  const effects: SlotEffect[] = [
    clear('ready'),
    clear('settle'),
    clear('drain'),
    ...leaving.map(kill),
    timer('kill', killAgainMs),
  ];
  if (decision.kind === 'errored') effects.push({ type: 'gaveUp' });
  return to({ ...slot, policy }, { kind: 'stopping', leaving, after, drains: false }, ...effects);
}

/** Not ready in time: ended politely, and counted like an exit right after the start. */
export function failedStart(slot: Slot, settings: SlotSettings): Transition {
  const { decision, policy } = next(slot.policy, settings.restart, { code: null, signal: null, uptimeMs: 0 });
  const after: After = decision.kind === 'restart' ? { kind: 'retry', delayMs: decision.delayMs } : decision;
  const left = leave({ ...slot, policy }, after, settings);
  return decision.kind === 'errored' ? withEffects(left, { type: 'gaveUp' }) : left;
}

/** The successor failed: it goes, and what serves serves on. */
export function giveUpReplacement(slot: Slot, reloading: Reloading, settings: SlotSettings): Transition {
  const dropped = to(slot, ...dropReplacement(reloading, settings));
  return { ...dropped, effects: [...dropped.effects, { type: 'reloadFailed', launch: reloading.next }] };
}

/** The successor goes before it has replaced anybody. */
function dropReplacement(
  { cur, next: dropped, again }: Reloading,
  settings: SlotSettings,
): [SlotState, ...SlotEffect[]] {
  return [
    { kind: 'draining', cur, old: dropped, again, isLate: false },
    clear('ready'),
    clear('settle'),
    kill(dropped),
    timer('kill', settings.killMs),
  ];
}

/** The successor is not needed; one that is ready may have something open, and finishes it. */
export function callOff(slot: Slot, reloading: Reloading, settings: SlotSettings): Transition {
  const { cur, next: dropped, isReady, again } = reloading;
  if (!isReady) return to(slot, ...dropReplacement(reloading, settings));
  return to(
    slot,
    { kind: 'draining', cur, old: dropped, again, isLate: false },
    clear('settle'),
    ...drain(dropped, settings),
  );
}

/** The successor serves from now on, and the old one finishes what it has open. */
export function handOver(
  slot: Slot,
  { cur, next: successor, again }: Reloading,
  settings: SlotSettings,
): Transition {
  return to(
    { ...slot, restarts: slot.restarts + 1 },
    { kind: 'draining', cur: successor, old: cur, again, isLate: false },
    ...drain(cur, settings),
  );
}

function drain(launch: Launch, { graceMs, drainMs }: SlotSettings): readonly SlotEffect[] {
  return [{ type: 'drain', launch }, timer('drain', Math.min(graceMs, drainMs))];
}

/** One part of its patience with the old one is over. */
export function drainOn(slot: Slot, draining: Draining, settings: SlotSettings): Transition {
  const { graceMs, drainMs } = settings;
  if (draining.again || draining.isLate || graceMs >= drainMs) return endOld(slot, draining, settings);
  return to(slot, { ...draining, isLate: true }, timer('drain', drainMs - graceMs));
}

/** Newer code than that of `cur` waits for the place of the old one. */
export function hurryOld(slot: Slot, draining: Draining, settings: SlotSettings): Transition {
  const hurried = { ...draining, again: true };
  return draining.isLate && !draining.again ? endOld(slot, hurried, settings) : to(slot, hurried);
}

function endOld(slot: Slot, draining: Draining, { killMs, graceMs, drainMs }: SlotSettings): Transition {
  const isHurried = draining.again && graceMs < drainMs;
  return to(
    slot,
    draining,
    clear('drain'),
    terminate(draining.old),
    timer('kill', isHurried ? Math.min(graceMs, killMs) : killMs),
  );
}

export function settle(slot: Slot, after: After, settings: SlotSettings): Transition {
  switch (after.kind) {
    case 'start':
      return launchOrWait({ ...slot, restarts: slot.restarts + 1 }, settings);
    case 'retry':
      if (after.delayMs <= 0) return launchOrWait({ ...slot, restarts: slot.restarts + 1 }, settings);
      return to(slot, { kind: 'backoff' }, timer('retry', after.delayMs));
    default:
      return to(slot, { kind: after.kind });
  }
}

export function launchOrWait(slot: Slot, settings: SlotSettings): Transition {
  return settings.dependenciesMet ? launch(slot) : to(slot, { kind: 'waiting' });
}

export function launch(slot: Slot): Transition {
  const cur = slot.launches + 1;
  return to(
    { ...slot, launches: cur },
    { kind: 'launching', cur, dying: [] },
    { type: 'spawn', launch: cur },
  );
}

export function replace(slot: Slot, cur: Launch): Transition {
  const replacement = slot.launches + 1;
  return to(
    { ...slot, launches: replacement },
    { kind: 'reloading', cur, next: replacement, isReady: false, again: false },
    { type: 'spawn', launch: replacement },
  );
}

export function same(slot: Slot): Transition {
  return { slot, effects: [] };
}

export function to(slot: Slot, state: SlotState, ...effects: readonly SlotEffect[]): Transition {
  return { slot: { ...slot, state }, effects };
}

/** `effects` before those of `transition`. */
export function withEffects(transition: Transition, ...effects: readonly SlotEffect[]): Transition {
  return { slot: transition.slot, effects: [...effects, ...transition.effects] };
}

export function chain(first: Transition, then: (slot: Slot) => Transition): Transition {
  const second = then(first.slot);
  return { slot: second.slot, effects: [...first.effects, ...second.effects] };
}

export function timer(name: Timer, ms: number): SlotEffect {
  return { type: 'setTimer', timer: name, ms };
}

export function clear(name: Timer): SlotEffect {
  return { type: 'clearTimer', timer: name };
}

export function terminate(launch: Launch): SlotEffect {
  return { type: 'terminate', launch };
}

export function kill(launch: Launch): SlotEffect {
  return { type: 'kill', launch };
}
