import { assertNever } from './assertNever.ts';
import type { Exit } from './restartPolicy.ts';
import { freshPolicy, next } from './restartPolicy.ts';
import type {
  After,
  Launch,
  Slot,
  SlotEffect,
  SlotEvent,
  SlotSettings,
  SlotState,
  Timer,
} from './slotState.ts';
import { processesOf } from './slotState.ts';

/** SIGKILL is repeated this often while a killed process is still there. */
const killAgainMs = 2_000;

type Reloading = Extract<SlotState, { kind: 'reloading' }>;

export interface Transition {
  readonly slot: Slot;
  /** To be carried out in order. */
  readonly effects: readonly SlotEffect[];
}

/**
 * The life of one instance as a pure function. Outside a reload there is at most one live process, during one
 * at most two; nothing is spawned while it is wanted down; every wait ends by an event or a timer.
 */
export function transition(slot: Slot, event: SlotEvent, settings: SlotSettings): Transition {
  switch (event.type) {
    case 'start':
      return onStart(slot, settings);
    case 'stop':
      return onStop(slot, settings, event.drain === true);
    case 'restart':
      return onRestart(slot, settings, event.reason === 'manual');
    case 'reload':
      return onReload(slot, settings, event.reason === 'manual');
    case 'dependenciesMet':
      return slot.state.kind === 'waiting' ? launch(slot) : same(slot);
    case 'started':
      return onStarted(slot, event.launch, settings);
    case 'ready':
      return onReady(slot, event.launch, settings);
    case 'spawnFailed':
      return onSpawnFailed(slot, event.launch, settings);
    case 'exit':
      return onExit(slot, event.launch, event.exit, settings);
    case 'gone':
      return onGone(slot, event.launch, settings);
    case 'timer':
      return onTimer(slot, event.timer, settings);
    default:
      return assertNever(event);
  }
}

function onStart(slot: Slot, settings: SlotSettings): Transition {
  const { state } = slot;
  switch (state.kind) {
    case 'stopped':
    case 'completed':
    case 'errored':
    case 'backoff':
      return withEffects(
        launchOrWait({ ...slot, policy: freshPolicy, restarts: 0 }, settings),
        clear('retry'),
      );
    case 'stopping':
      return to({ ...slot, policy: freshPolicy }, { ...state, after: { kind: 'start' } });
    default:
      return same(slot);
  }
}

function onStop(slot: Slot, settings: SlotSettings, drains: boolean): Transition {
  const { state } = slot;
  switch (state.kind) {
    case 'stopped':
      return same(slot);
    case 'completed':
    case 'errored':
    case 'waiting':
    case 'backoff':
      return to(slot, { kind: 'stopped' }, clear('retry'));
    case 'stopping': {
      const stopping = to(slot, { ...state, after: { kind: 'stopped' } });
      // Whoever asks for a plain stop does not want to wait for a drain.
      return drains
        ? stopping
        : chain(stopping, (after) => withEffects(endDrain(after, settings), clear('drain')));
    }
    default:
      return leave(slot, { kind: 'stopped' }, settings, drains ? 'drain' : 'terminate');
  }
}

function onRestart(slot: Slot, settings: SlotSettings, revives: boolean): Transition {
  const { state } = slot;
  switch (state.kind) {
    case 'stopped':
      return revives ? onStart(slot, settings) : same(slot);
    case 'completed':
    case 'errored':
    case 'backoff':
      return withEffects(
        launchOrWait({ ...slot, policy: freshPolicy, restarts: slot.restarts + 1 }, settings),
        clear('retry'),
      );
    case 'waiting':
      return same(slot);
    case 'stopping':
      if (state.after.kind === 'stopped' && !revives) return same(slot);
      return to({ ...slot, policy: freshPolicy }, { ...state, after: { kind: 'start' } });
    default:
      return leave({ ...slot, policy: freshPolicy }, { kind: 'start' }, settings);
  }
}

function onReload(slot: Slot, settings: SlotSettings, manual: boolean): Transition {
  const { state } = slot;
  switch (state.kind) {
    case 'stopped':
      return same(slot);
    case 'online':
      return settings.canReload && state.dying.length === 0
        ? replace(slot, state.cur)
        : onRestart(slot, settings, manual);
    case 'reloading':
    case 'draining':
      return to(slot, { ...state, again: true });
    default:
      return onRestart(slot, settings, manual && state.kind !== 'stopping');
  }
}

function onStarted(slot: Slot, launch: Launch, settings: SlotSettings): Transition {
  const { state } = slot;
  const isAwaited =
    (state.kind === 'launching' && state.cur === launch) ||
    (state.kind === 'reloading' && state.next === launch);
  return isAwaited ? to(slot, state, timer('ready', settings.readyMs)) : same(slot);
}

function onReady(slot: Slot, launch: Launch, settings: SlotSettings): Transition {
  const { state } = slot;
  if (state.kind === 'launching' && state.cur === launch) {
    return to(slot, { ...state, kind: 'online' }, clear('ready'));
  }
  if (state.kind === 'reloading' && state.next === launch) {
    const draining: SlotState = { kind: 'draining', cur: state.next, old: state.cur, again: state.again };
    return to(
      { ...slot, restarts: slot.restarts + 1 },
      draining,
      clear('ready'),
      { type: 'drain', launch: state.cur },
      timer('drain', settings.drainMs),
    );
  }
  return same(slot);
}

function onSpawnFailed(slot: Slot, launch: Launch, settings: SlotSettings): Transition {
  const { state } = slot;
  if (state.kind === 'launching' && state.cur === launch) {
    if (state.dying.length === 0) return to(slot, { kind: 'errored' }, clear('ready'));
    return to(
      slot,
      { kind: 'stopping', leaving: state.dying, after: { kind: 'errored' }, drains: false },
      clear('ready'),
    );
  }
  if (state.kind === 'reloading' && state.next === launch) {
    const online = to(slot, { kind: 'online', cur: state.cur, dying: [] }, clear('ready'), {
      type: 'reloadFailed',
      launch,
    });
    return state.again ? chain(online, (after) => replace(after, state.cur)) : online;
  }
  return onGone(slot, launch, settings);
}

function onExit(slot: Slot, launch: Launch, exit: Exit, settings: SlotSettings): Transition {
  const { state } = slot;
  switch (state.kind) {
    case 'launching':
    case 'online':
      return state.cur === launch ? crashed(slot, exit, settings) : same(slot);
    case 'reloading':
      if (state.next === launch) return giveUpReplacement(slot, state, settings);
      if (state.cur !== launch) return same(slot);
      // The old one died first: what was to replace it is now the one.
      return to(slot, { kind: 'launching', cur: state.next, dying: [state.cur] }, { type: 'kill', launch });
    case 'draining':
      // What the old one leaves behind has nothing to finish.
      return state.cur === launch ? crashed(slot, exit, settings) : to(slot, state, kill(launch));
    default:
      return same(slot);
  }
}

function onGone(slot: Slot, launch: Launch, settings: SlotSettings): Transition {
  const { state } = slot;
  switch (state.kind) {
    case 'launching':
    case 'online':
      return to(slot, { ...state, dying: state.dying.filter((one) => one !== launch) });
    case 'draining': {
      if (state.old !== launch) return same(slot);
      const online = to(slot, { kind: 'online', cur: state.cur, dying: [] }, clear('drain'), clear('kill'));
      return state.again ? chain(online, (after) => replace(after, state.cur)) : online;
    }
    case 'stopping': {
      const leaving = state.leaving.filter((one) => one !== launch);
      if (leaving.length > 0) return to(slot, { ...state, leaving });
      return withEffects(settle(slot, state.after, settings), clear('drain'), clear('kill'));
    }
    default:
      return same(slot);
  }
}

function onTimer(slot: Slot, which: Timer, settings: SlotSettings): Transition {
  const { state } = slot;
  switch (which) {
    case 'retry':
      return state.kind === 'backoff'
        ? launchOrWait({ ...slot, restarts: slot.restarts + 1 }, settings)
        : same(slot);
    case 'ready':
      if (state.kind === 'launching') {
        if (!settings.readyTimeoutFails) return onReady(slot, state.cur, settings);
        return withEffects(failedStart(slot, settings), { type: 'notReady', launch: state.cur });
      }
      if (state.kind === 'reloading') {
        if (!settings.replaceTimeoutFails) return onReady(slot, state.next, settings);
        return withEffects(giveUpReplacement(slot, state, settings), {
          type: 'notReady',
          launch: state.next,
        });
      }
      return same(slot);
    case 'drain':
      if (state.kind !== 'draining') return endDrain(slot, settings);
      return to(slot, state, terminate(state.old), timer('kill', settings.killMs));
    case 'kill':
      if (state.kind === 'draining') {
        return to(slot, state, { type: 'kill', launch: state.old }, timer('kill', killAgainMs));
      }
      if (state.kind !== 'stopping') return same(slot);
      return to(slot, state, ...state.leaving.map(kill), timer('kill', killAgainMs));
    default:
      return assertNever(which);
  }
}

/** Ends every process; what follows is `after`. Draining is patient with them before they are told to end. */
function leave(
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
    clear('drain'),
    ...leaving.map((launch): SlotEffect => ({ type: way, launch })),
    way === 'drain' ? timer('drain', settings.drainMs) : timer('kill', settings.killMs),
  );
}

/** Patience is over: what is still finishing is told to end. */
function endDrain(slot: Slot, settings: SlotSettings): Transition {
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
function crashed(slot: Slot, exit: Exit, settings: SlotSettings): Transition {
  const { decision, policy } = next(slot.policy, settings.restart, exit);
  const leaving = processesOf(slot.state);
  const after: After = decision.kind === 'restart' ? { kind: 'retry', delayMs: decision.delayMs } : decision;
  const effects: SlotEffect[] = [
    clear('ready'),
    clear('drain'),
    ...leaving.map(kill),
    timer('kill', killAgainMs),
  ];
  if (decision.kind === 'errored') effects.push({ type: 'gaveUp' });
  return to({ ...slot, policy }, { kind: 'stopping', leaving, after, drains: false }, ...effects);
}

/** Not ready in time: ended politely, and counted like an exit right after the start. */
function failedStart(slot: Slot, settings: SlotSettings): Transition {
  const { decision, policy } = next(slot.policy, settings.restart, { code: null, signal: null, uptimeMs: 0 });
  const after: After = decision.kind === 'restart' ? { kind: 'retry', delayMs: decision.delayMs } : decision;
  const left = leave({ ...slot, policy }, after, settings);
  return decision.kind === 'errored' ? withEffects(left, { type: 'gaveUp' }) : left;
}

function giveUpReplacement(slot: Slot, reloading: Reloading, settings: SlotSettings): Transition {
  const { cur, next: failed, again } = reloading;
  return to(
    slot,
    { kind: 'draining', cur, old: failed, again },
    clear('ready'),
    { type: 'kill', launch: failed },
    timer('kill', settings.killMs),
    { type: 'reloadFailed', launch: failed },
  );
}

function settle(slot: Slot, after: After, settings: SlotSettings): Transition {
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

function launchOrWait(slot: Slot, settings: SlotSettings): Transition {
  return settings.dependenciesMet ? launch(slot) : to(slot, { kind: 'waiting' });
}

function launch(slot: Slot): Transition {
  const cur = slot.launches + 1;
  return to(
    { ...slot, launches: cur },
    { kind: 'launching', cur, dying: [] },
    { type: 'spawn', launch: cur },
  );
}

function replace(slot: Slot, cur: Launch): Transition {
  const replacement = slot.launches + 1;
  return to(
    { ...slot, launches: replacement },
    { kind: 'reloading', cur, next: replacement, again: false },
    { type: 'spawn', launch: replacement },
  );
}

function same(slot: Slot): Transition {
  return { slot, effects: [] };
}

function to(slot: Slot, state: SlotState, ...effects: readonly SlotEffect[]): Transition {
  return { slot: { ...slot, state }, effects };
}

/** `effects` before those of `transition`. */
function withEffects(transition: Transition, ...effects: readonly SlotEffect[]): Transition {
  return { slot: transition.slot, effects: [...effects, ...transition.effects] };
}

function chain(first: Transition, then: (slot: Slot) => Transition): Transition {
  const second = then(first.slot);
  return { slot: second.slot, effects: [...first.effects, ...second.effects] };
}

function timer(name: Timer, ms: number): SlotEffect {
  return { type: 'setTimer', timer: name, ms };
}

function clear(name: Timer): SlotEffect {
  return { type: 'clearTimer', timer: name };
}

function terminate(launch: Launch): SlotEffect {
  return { type: 'terminate', launch };
}

function kill(launch: Launch): SlotEffect {
  return { type: 'kill', launch };
}
