import { isDeepStrictEqual } from 'node:util';
import type { TimelineEvent } from '../../protocol/timeline.ts';
import type { Launch, Slot, SlotEffect, SlotEvent, SlotState } from '../slotState.ts';

/** One step of the state machine. */
export interface Move {
  readonly before: Slot;
  readonly event: SlotEvent;
  readonly after: Slot;
  readonly effects: readonly SlotEffect[];
  /** The file that a watch has asked for it by. */
  readonly changedFile: string | null;
}

export type SlotEntry = Pick<TimelineEvent, 'event' | 'launch' | 'data'>;

/** Drover's own events in a move, in order. `facts` are what is known about the request besides its reason. */
export function slotEntries(move: Move, facts: SlotEntry['data'] = {}): readonly SlotEntry[] {
  const { before, event, after, effects } = move;
  return [
    ...requested(move, facts),
    ...readyLaunches(after.state)
      .filter((launch) => !readyLaunches(before.state).includes(launch))
      .map((launch): SlotEntry => ({ event: 'ready', launch, data: {} })),
    ...effects.flatMap(ofEffect),
    ...(isErrored(after.state) && !isErrored(before.state) ? [plain('errored')] : []),
    ...comesBack(event, before, after),
  ];
}

/** What was asked for, unless it changed nothing. A reload of what cannot serve beside its successor is a restart. */
function requested(
  { before, event, after, changedFile }: Move,
  facts: SlotEntry['data'],
): readonly SlotEntry[] {
  if (isDeepStrictEqual(before.state, after.state)) return [];
  switch (event.type) {
    case 'start':
    case 'stop':
      return [{ event: event.type, launch: null, data: facts }];
    case 'restart':
    case 'reload': {
      const replaces = ['reloading', 'draining'].includes(after.state.kind);
      const name = event.type === 'reload' && replaces ? 'reload' : 'restart';
      const file = event.reason === 'watch' && changedFile !== null ? { file: changedFile } : {};
      return [{ event: name, launch: null, data: { reason: event.reason, ...file, ...facts } }];
    }
    case 'unhealthy':
      // A successor that is given up is told as a failed reload.
      return after.state.kind === 'stopping'
        ? [{ event: 'restart', launch: null, data: { reason: 'liveness', ...facts } }]
        : [];
    default:
      return [];
  }
}

function ofEffect(effect: SlotEffect): readonly SlotEntry[] {
  switch (effect.type) {
    case 'drain':
    case 'kill':
      return [{ event: effect.type, launch: effect.launch, data: {} }];
    case 'notReady':
      return [{ event: 'not-ready', launch: effect.launch, data: {} }];
    case 'reloadFailed':
      return [{ event: 'reload-failed', launch: effect.launch, data: {} }];
    default:
      return [];
  }
}

/** It ended by itself, or was not ready in time, and is started again. */
function comesBack(event: SlotEvent, before: Slot, after: Slot): readonly SlotEntry[] {
  const { state } = after;
  if (state.kind !== 'stopping' || state.after.kind !== 'retry' || before.state.kind === 'stopping')
    return [];
  const { delayMs } = state.after;
  const isClean = event.type === 'exit' && event.exit.code === 0;
  const reason = isClean ? 'exit' : event.type === 'exit' ? 'crash' : 'not-ready';
  return [
    {
      event: 'restart',
      launch: null,
      data: { reason, ...(delayMs > 0 ? { delayMs: String(delayMs) } : {}) },
    },
  ];
}

function readyLaunches(state: SlotState): readonly Launch[] {
  switch (state.kind) {
    case 'online':
    case 'draining':
      return [state.cur];
    case 'reloading':
      return state.isReady ? [state.cur, state.next] : [state.cur];
    default:
      return [];
  }
}

function isErrored(state: SlotState): boolean {
  return state.kind === 'errored' || (state.kind === 'stopping' && state.after.kind === 'errored');
}

function plain(event: SlotEntry['event']): SlotEntry {
  return { event, launch: null, data: {} };
}
