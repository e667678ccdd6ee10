import { assertNever } from './assertNever.ts';
import type { Exit } from './restartPolicy.ts';
import { freshPolicy } from './restartPolicy.ts';
import type { Transition } from './slotMoves.ts';
import {
  callOff,
  chain,
  clear,
  crashed,
  drainOn,
  endDrain,
  failedStart,
  giveUpReplacement,
  handOver,
  hurryOld,
  kill,
  killAgainMs,
  launch as launchNow,
  launchOrWait,
  leave,
  replace,
  same,
  settle,
  timer,
  to,
  withEffects,
} from './slotMoves.ts';
import type { Launch, Slot, SlotEvent, SlotSettings, Timer } from './slotState.ts';

type ReloadReason = Extract<SlotEvent, { type: 'reload' }>['reason'];

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
      return onReload(slot, settings, event.reason);
    case 'callOff':
      return onCallOff(slot, event.launch, settings);
    case 'dependenciesMet':
      return slot.state.kind === 'waiting' ? launchNow(slot) : same(slot);
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
    case 'unhealthy':
      return onUnhealthy(slot, event.launch, settings);
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

function onReload(slot: Slot, settings: SlotSettings, reason: ReloadReason): Transition {
  const { state } = slot;
  const manual = reason === 'manual';
  switch (state.kind) {
    case 'stopped':
      return same(slot);
    case 'online':
      return settings.canReload && state.dying.length === 0
        ? replace(slot, state.cur)
        : onRestart(slot, settings, manual);
    case 'reloading':
      // A successor by older files need not get ready first, which it may never do.
      return reason === 'watch'
        ? callOff(slot, { ...state, again: true }, settings)
        : to(slot, { ...state, again: true });
    case 'draining':
      return hurryOld(slot, state, settings);
    default:
      return onRestart(slot, settings, manual && state.kind !== 'stopping');
  }
}

function onCallOff(slot: Slot, launch: Launch, settings: SlotSettings): Transition {
  const { state } = slot;
  return state.kind === 'reloading' && state.next === launch ? callOff(slot, state, settings) : same(slot);
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
  if (state.kind === 'reloading' && state.next === launch && !state.isReady) {
    return settings.settleMs > 0
      ? to(slot, { ...state, isReady: true }, clear('ready'), timer('settle', settings.settleMs))
      : withEffects(handOver(slot, state, settings), clear('ready'));
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
      return to(
        slot,
        { kind: state.isReady ? 'online' : 'launching', cur: state.next, dying: [state.cur] },
        clear('settle'),
        kill(launch),
      );
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

/** What serves is restarted; a successor is given up, and nobody asks how those are that leave. */
function onUnhealthy(slot: Slot, launch: Launch, settings: SlotSettings): Transition {
  const { state } = slot;
  if (state.kind === 'reloading' && state.next === launch) return giveUpReplacement(slot, state, settings);
  return 'cur' in state && state.cur === launch ? onRestart(slot, settings, false) : same(slot);
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
    case 'settle':
      return state.kind === 'reloading' && state.isReady ? handOver(slot, state, settings) : same(slot);
    case 'drain':
      return state.kind === 'draining' ? drainOn(slot, state, settings) : endDrain(slot, settings);
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
