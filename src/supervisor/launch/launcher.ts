import type { AppPlan } from '../../ecosystem/appSpec.ts';
import type { Problem } from '../../protocol/model.ts';
import type { InputResult } from './instanceOutput.ts';
import type { Inspect } from './inspectFlags.ts';

/** One process to be started. */
export interface LaunchRequest {
  /** Unique for the life of the supervisor; also told to cluster hosts. */
  readonly launch: number;
  /** App id and instance index, for paths and messages. */
  readonly app: string;
  readonly index: number;
  readonly plan: AppPlan;
  /** The complete environment of this instance, `DROVER_INSTANCE` included. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * For debuggers. Without it a Node program has Node's own port 9229, the same for all instances, and a Python program
   * runs without debugpy.
   */
  readonly inspect?: Inspect | undefined;
  /**
   * A successor gets no connection of a cluster while others can serve, until it has listened this long; 0 for
   * all others. One that listens and then dies takes no request with it.
   */
  readonly probationMs?: number;
  /**
   * Receives output as it comes, in chunks of bytes, until both streams have ended. A promise asks for no more of
   * this stream until it resolves.
   */
  readonly onOutput: (stream: 'out' | 'err', chunk: Buffer) => Promise<void> | undefined;
  /**
   * In order: `started` or `failed`; then any of the rest; `exit` once, then `outputEnd` once. What was sent last may
   * come after the `exit`: `message`, `ready` and `disconnect`. A cluster host that dies before it has told of a start
   * leaves only the last two.
   */
  readonly onEvent: (event: LaunchEvent) => void;
}

export type LaunchEvent =
  | {
      readonly kind: 'started';
      readonly pid: number;
      /** Absolute path of what runs the script; absent when the script runs by itself. */
      readonly interpreter?: string;
      /** It runs, and yet not as asked for: another Node than the project's `.nvmrc` names. */
      readonly warning?: Problem;
    }
  /** No process came to be; nothing follows. */
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** Its runtime is up, before the program. Known in a cluster. */
  | { readonly kind: 'online' }
  /** `further`: it listens already, or it is no stream that could make it ready. */
  | {
      readonly kind: 'listening';
      readonly port: number;
      readonly address: string | null;
      readonly further?: true;
      readonly protocol?: 'udp4' | 'udp6';
    }
  /** `process.send('ready')`. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'message'; readonly message: unknown }
  /** How long its event loop was busy at most, in milliseconds, in the last second of those that are measured. */
  | { readonly kind: 'lag'; readonly ms: number }
  /** HTTP requests since counting began. The answer to `Launched.countRequests`. */
  | { readonly kind: 'requests'; readonly count: number }
  /** It runs, and yet something about it needs a look. */
  | { readonly kind: 'warning'; readonly problem: Problem }
  /** Where its inspector listens, as `ws://host:port/uuid`; null for nowhere. The answer to `Launched.inspect`. */
  | { readonly kind: 'inspector'; readonly url: string | null }
  /** Its channel has closed. */
  | { readonly kind: 'disconnect' }
  /** Something went wrong with a process that is there, such as a message to one that dies. */
  | { readonly kind: 'error'; readonly code: string; readonly message: string }
  | { readonly kind: 'exit'; readonly code: number | null; readonly signal: string | null }
  /** The last byte of both streams has been delivered. */
  | { readonly kind: 'outputEnd' };

/** A process that was asked for. */
export interface Launched {
  /** Process group led by this process; null when it shares its cluster host's. */
  readonly ownGroup: boolean;
  /** It has been signalled: wakes whoever is to tell of its end, where a signal has stopped that one (SIGSTOP). */
  readonly wakeHost?: () => void;
  /** Asks it to stop accepting, finish and exit. False when it cannot be asked (no shim): signal it instead. */
  drain(): boolean;
  /** Asks for `lag` each second, or no more. False when it cannot be asked (no shim), or not yet. */
  measureLag(on: boolean): boolean;
  /**
   * Asks how many HTTP requests have come, by a `requests` event, and to count on, or no more. False when it cannot
   * be asked (no shim), or not yet.
   */
  countRequests(on: boolean): boolean;
  /**
   * Has a Node program open its inspector, or close what was opened so (null). It answers by an `inspector` event, as
   * soon as its event loop gets to it. False when it cannot be asked.
   */
  inspect(port: number | null): Promise<boolean>;
  /** `process.send` the other way round. False when it has no channel. */
  send(message: unknown): boolean;
  /** Gives it something to read on its stdin. */
  input(text: string): Promise<InputResult>;
}

/** Starts instances; one implementation per way of sharing, picked by the plan. */
export interface Launcher {
  launch(request: LaunchRequest): Launched;
  /**
   * The app has stopped: ends its cluster host and closes its shared socket, so that the port is free when
   * this resolves.
   */
  release(app: string): Promise<void>;
}
