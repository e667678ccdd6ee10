/**
 * What a supervisor and a cluster host say to each other over the host's IPC channel (JSON serialisation), and
 * what the preload shim adds. `launch` numbers one process for its life, so that during a reload the old and
 * the new process of one slot are told apart.
 */

/** Given to the host as JSON in `DROVER_HOST`. */
export interface HostSettings {
  /** App id, for the title that `ps` shows. */
  readonly app: string;
  /** null leaves Node's own default for the system. */
  readonly schedulingPolicy: 'rr' | 'none' | null;
}

/** What one instance runs. It comes with each fork, so that a changed app keeps its host and its socket. */
export interface HostProgram {
  /** Absolute path of the user's script; it becomes the real main module. */
  readonly script: string;
  readonly args: readonly string[];
  /** Node flags of the instance, the preload shim among them. */
  readonly execArgv: readonly string[];
  readonly cwd: string;
  readonly uid: number | null;
  readonly gid: number | null;
}

export type ToHost =
  | {
      readonly type: 'fork';
      readonly launch: number;
      readonly program: HostProgram;
      /** The complete environment of the instance. */
      readonly env: Readonly<Record<string, string>>;
      /** The FIFO that the instance gets as stdin; null for none. */
      readonly in: string | null;
      /** FIFOs (or files) that the instance gets as stdout and stderr. */
      readonly out: string;
      readonly err: string;
      /** For Node's flag; null where none of the instance's flags is about its inspector, or they are the user's. */
      readonly inspectPort: number | null;
      /** Until it has listened this long it gets no connection that another instance can take. */
      readonly probationMs: number;
    }
  /** Stop accepting, finish what is open, exit. */
  | { readonly type: 'drain'; readonly launch: number }
  /** Passed on to the instance's shim, see `ToShim`. */
  | { readonly type: 'measure'; readonly launch: number; readonly on: boolean }
  /** Passed on to the instance's shim, see `ToShim`. */
  | { readonly type: 'count'; readonly launch: number; readonly on: boolean }
  /** Passed on to the instance's shim, see `ToShim`. */
  | { readonly type: 'inspect'; readonly launch: number; readonly port: number | null }
  /** Passed on to the instance as is: `'shutdown'`, or anything a user sends. */
  | { readonly type: 'message'; readonly launch: number; readonly message: unknown };

export type FromHost =
  | { readonly type: 'up' }
  | { readonly type: 'forked'; readonly launch: number; readonly pid: number }
  | { readonly type: 'online'; readonly launch: number }
  /**
   * `port` is 0 and `address` a path when the instance listens on a Unix socket. Its first one is told by the shim;
   * later ones are `further`, and those of UDP name their protocol.
   */
  | {
      readonly type: 'listening';
      readonly launch: number;
      readonly port: number;
      readonly address: string | null;
      readonly further?: true;
      readonly protocol?: 'udp4' | 'udp6';
    }
  /** The instance called `process.send`; `'ready'` is what `wait_ready` waits for. */
  | { readonly type: 'message'; readonly launch: number; readonly message: unknown }
  /** Its channel has closed: before its exit, or after it when much was still to be read. */
  | { readonly type: 'disconnect'; readonly launch: number }
  | {
      readonly type: 'exit';
      readonly launch: number;
      readonly code: number | null;
      readonly signal: string | null;
    }
  /** A client's session was with another instance; see `FromShim`. */
  | { readonly type: 'lost-session'; readonly launch: number }
  /** See `FromShim`. */
  | { readonly type: 'lag'; readonly launch: number; readonly ms: number }
  /** See `FromShim`. */
  | { readonly type: 'requests'; readonly launch: number; readonly count: number }
  /** See `FromShim`. */
  | { readonly type: 'inspector'; readonly launch: number; readonly url: string | null }
  /** Without a `forked` before it: no process came to be, and nothing follows for this launch. */
  | { readonly type: 'error'; readonly launch: number; readonly code: string; readonly message: string };

/**
 * Shim and parent talk in messages whose `cmd` starts with `NODE_`: Node emits those as `internalMessage`, so
 * the user's `'message'` handlers never see them and the channel does not keep the program alive.
 */
export const shimCommand = 'NODE_DROVER';

/**
 * Set for an instance's own process, which reports and drains. The shim removes it from `process.env`, so that
 * programs which the instance starts (they inherit `--require`) are not taken for instances.
 */
export const shimVariable = 'DROVER_SHIM';

/** Its value: `shared` in an instance of a cluster host, where requests of one client may reach several. */
export type ShimMode = 'shared' | 'alone';

export type ToShim =
  | { readonly cmd: typeof shimCommand; readonly type: 'drain' }
  /** Begin or end to tell the lag of the event loop. */
  | { readonly cmd: typeof shimCommand; readonly type: 'measure'; readonly on: boolean }
  /** Tell how many HTTP requests have come, and count on, or no more. The first one begins at 0. */
  | { readonly cmd: typeof shimCommand; readonly type: 'count'; readonly on: boolean }
  /**
   * Open the inspector at this port of 127.0.0.1, unless it is open somewhere; null closes it, unless the program or
   * its user has opened it.
   */
  | { readonly cmd: typeof shimCommand; readonly type: 'inspect'; readonly port: number | null };
export type FromShim =
  | {
      readonly cmd: typeof shimCommand;
      readonly type: 'listening';
      readonly port: number;
      readonly address: string | null;
    }
  /**
   * socket.io refused a client that polls: it does not know the session, as happens when the client's requests reach
   * several instances.
   */
  | { readonly cmd: typeof shimCommand; readonly type: 'lost-session' }
  /** How late, in milliseconds, a timer was at most since the last such message, about a second ago. */
  | { readonly cmd: typeof shimCommand; readonly type: 'lag'; readonly ms: number }
  /** The answer to `count`: the HTTP requests since counting began. */
  | { readonly cmd: typeof shimCommand; readonly type: 'requests'; readonly count: number }
  /** The answer to `inspect`: where its inspector listens now, as `ws://host:port/uuid`; null for nowhere. */
  | { readonly cmd: typeof shimCommand; readonly type: 'inspector'; readonly url: string | null };
