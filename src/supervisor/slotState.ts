import type { InstanceStatus } from '../protocol/model.ts';
import type { Exit, RestartOptions, RestartPolicy } from './restartPolicy.ts';

/** Numbers the processes of one slot, from 1. */
export type Launch = number;

/** What follows when everything that is leaving has gone. */
export type After =
  | { readonly kind: 'stopped' | 'completed' | 'errored' }
  /** A restart was asked for. */
  | { readonly kind: 'start' }
  /** It crashed and is to come back. */
  | { readonly kind: 'retry'; readonly delayMs: number };

/**
 * One instance number of an app. `dying` are processes whose leader has exited already, while others of their
 * group may still be there.
 */
export type SlotState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'completed' }
  | { readonly kind: 'errored' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'backoff' }
  | { readonly kind: 'launching'; readonly cur: Launch; readonly dying: readonly Launch[] }
  | { readonly kind: 'online'; readonly cur: Launch; readonly dying: readonly Launch[] }
  | {
      readonly kind: 'reloading';
      readonly cur: Launch;
      readonly next: Launch;
      /** `next` is ready, and has to live a moment longer. */
      readonly isReady: boolean;
      readonly again: boolean;
    }
  | {
      readonly kind: 'draining';
      readonly cur: Launch;
      readonly old: Launch;
      readonly again: boolean;
      /** It has had `graceMs`, and so ends as soon as somebody waits for its place. */
      readonly isLate: boolean;
    }
  | {
      readonly kind: 'stopping';
      readonly leaving: readonly Launch[];
      readonly after: After;
      /** Still finishing what is open; not told to end yet. */
      readonly drains: boolean;
    };

export interface Slot {
  readonly state: SlotState;
  readonly policy: RestartPolicy;
  /** Restarts since it was last started by hand. */
  readonly restarts: number;
  /** The number of the newest process. */
  readonly launches: Launch;
}

export type SlotEvent =
  | { readonly type: 'start' }
  /** `drain`: it may first finish what is open, for `drainMs`. */
  | { readonly type: 'stop'; readonly drain?: boolean }
  | { readonly type: 'restart'; readonly reason: 'manual' | 'watch' }
  | { readonly type: 'reload'; readonly reason: 'manual' | 'watch' | 'memory' | 'cron' }
  /** The successor is not to replace anybody any more, although nothing is known against it. */
  | { readonly type: 'callOff'; readonly launch: Launch }
  | { readonly type: 'dependenciesMet' }
  /** Its process is there; before that nothing about it can be late. */
  | { readonly type: 'started'; readonly launch: Launch }
  | { readonly type: 'ready'; readonly launch: Launch }
  | { readonly type: 'spawnFailed'; readonly launch: Launch }
  | { readonly type: 'exit'; readonly launch: Launch; readonly exit: Exit }
  /** Its group is empty and nothing carries its token. */
  | { readonly type: 'gone'; readonly launch: Launch }
  /** It was healthy, and its health check has failed too often since. */
  | { readonly type: 'unhealthy'; readonly launch: Launch }
  | { readonly type: 'timer'; readonly timer: Timer };

/**
 * `ready`: has it started? `settle`: has a successor lived on? `retry`: back-off over. `drain`, `kill`: patience with
 * a leaving process.
 */
export type Timer = 'ready' | 'settle' | 'retry' | 'drain' | 'kill';

export type SlotEffect =
  | { readonly type: 'spawn'; readonly launch: Launch }
  /** Ask it to end: `kill_signal` to its group, or the shutdown message. */
  | { readonly type: 'terminate'; readonly launch: Launch }
  /** Ask it to finish what is open and end. */
  | { readonly type: 'drain'; readonly launch: Launch }
  /** SIGKILL to its group and to everything that carries its token. */
  | { readonly type: 'kill'; readonly launch: Launch }
  | { readonly type: 'setTimer'; readonly timer: Timer; readonly ms: number }
  | { readonly type: 'clearTimer'; readonly timer: Timer }
  /** The replacement failed, the old process serves on. */
  | { readonly type: 'reloadFailed'; readonly launch: Launch }
  /** It did not become ready in time. */
  | { readonly type: 'notReady'; readonly launch: Launch }
  /** `max_restarts` is used up. */
  | { readonly type: 'gaveUp' };

/** What the machine needs to know of the app at the moment of an event. */
export interface SlotSettings {
  readonly restart: RestartOptions;
  readonly dependenciesMet: boolean;
  /** A new process can serve beside the old one. */
  readonly canReload: boolean;
  readonly readyMs: number;
  /** Whether a ready timeout is a failed start; otherwise an app that lives is online. */
  readonly readyTimeoutFails: boolean;
  /** The same while replacing a process that serves. */
  readonly replaceTimeoutFails: boolean;
  /** How long a successor that is ready must live before it replaces anybody. */
  readonly settleMs: number;
  readonly killMs: number;
  readonly drainMs: number;
  /**
   * How much of `drainMs` a replaced process has in any case; with less than all of it, the rest is only for as long
   * as nobody waits for its place.
   */
  readonly graceMs: number;
}

export const freshSlot: Slot = {
  state: { kind: 'stopped' },
  policy: { unstableExits: 0, backoffMs: null },
  restarts: 0,
  launches: 0,
};

/** The state name users see. */
export function statusOf(state: SlotState): InstanceStatus {
  switch (state.kind) {
    case 'backoff':
      return 'waiting restart';
    case 'draining':
      return 'reloading';
    case 'stopping':
      return state.after.kind === 'retry' ? 'waiting restart' : 'stopping';
    default:
      return state.kind;
  }
}

/** The processes that may be alive in a state, the serving one first. */
export function processesOf(state: SlotState): readonly Launch[] {
  switch (state.kind) {
    case 'launching':
    case 'online':
      return [state.cur, ...state.dying];
    case 'reloading':
      return [state.cur, state.next];
    case 'draining':
      return [state.cur, state.old];
    case 'stopping':
      return state.leaving;
    default:
      return [];
  }
}

/** Nothing of it is left, and nothing but a start brings it back. */
export function isAtRest({ kind }: SlotState): boolean {
  return kind === 'stopped' || kind === 'completed' || kind === 'errored';
}

/** Whether the process was told to end: by a stop, or because another one serves in its place. */
export function isLeaving(state: SlotState, launch: Launch): boolean {
  return state.kind === 'stopping' || (state.kind === 'draining' && state.old === launch);
}
