import {
  array,
  boolean,
  count,
  literal,
  nullable,
  number,
  object,
  optional,
  positive,
  record,
  string,
} from './shape.ts';
import type { Infer, Shape } from './shape.ts';
import type { appDocument, outcome } from './appRequests.ts';
import { appRequests, outcomes, targets } from './appRequests.ts';
import { change } from './changes.ts';
import { signalName } from './signals.ts';
import { timeline, timelineEvent } from './timeline.ts';
import { logLine, logOutput, metricsRow, problem, snapshot } from './model.ts';

/** Raised whenever a client and a supervisor that differ by it could misunderstand each other. */
export const protocolVersion = 5;

const nothing = object({});

export type Outcome = Infer<typeof outcome>;
export type AppDocument = Infer<typeof appDocument>;

/** An exit that nobody asked for and that went wrong. */
const crash = object({
  code: nullable(number),
  signal: nullable(string),
  /** Epoch milliseconds. */
  at: number,
  uptimeMs: number,
  problem,
  /** What the process wrote last, at most 50 lines, oldest first. */
  lines: array(logLine),
});
export type Crash = Infer<typeof crash>;

/** Every request: its parameters and its result. The first request of a connection must be `initialize`. */
export const requests = {
  ...appRequests,
  initialize: {
    params: object({
      protocol: count,
      token: string,
      client: object({ kind: literal('window', 'cli', 'gateway', 'test'), pid: count }),
    }),
    result: object({
      protocol: count,
      supervisor: object({
        pid: count,
        generation: count,
        version: string,
        folder: string,
        startedAt: number,
      }),
      seq: count,
      snapshot,
    }),
  },
  /** The whole state again, for a client that saw a gap in `seq`. */
  snapshot: { params: nothing, result: object({ seq: count, snapshot }) },
  /**
   * Reads ecosystem files (again). Without `paths`, every one found in the folder and its sub-folders.
   * Reading never touches what runs; a file that cannot be read keeps its apps and gets problems.
   */
  'files/load': {
    params: object({
      paths: optional(array(string)),
      /** Extra file name patterns from the settings. */
      patterns: optional(array(string)),
      /** Dialect for JSON and YAML when the content does not tell. */
      dialect: optional(literal('auto', 'pm2', 'pmdaemon')),
      /** The client's shell environment: config files may read it. */
      env: optional(record(string)),
    }),
    result: object({ files: array(string), problems: array(problem) }),
  },
  /** Whether .gitignore files count in what is watched, where `watch_options` of an app say nothing of it. */
  'watch/set': { params: object({ gitignore: boolean }), result: nothing },
  /**
   * A debugger holds the instance (or lets go): its health checks wait, and its timeouts too while it is `paused` at a
   * breakpoint, as it is taken to be when that is absent. The next process of the instance opens for the debugger as
   * well. Ends with the connection.
   */
  'instances/hold': {
    params: object({ instance: string, on: boolean, paused: optional(boolean) }),
    result: nothing,
  },
  /**
   * Opens a running instance for a debugger, without a restart; `on: false` closes it again. A Python program can be
   * opened only when it was started with a debugger.
   */
  'instances/inspect': {
    params: object({ instance: string, on: optional(boolean) }),
    result: object({
      /** Node's inspector protocol, or debugpy's; null when there is a problem, or it was closed. */
      inspector: nullable(object({ address: string, port: count, kind: literal('node', 'python') })),
      problem: nullable(problem),
    }),
  },
  /** What the newest process of an instance was given as its environment, or its next would be; less secrets. */
  'instances/environment': {
    params: object({
      instance: string,
      /** With the values that look like secrets. */
      secrets: optional(boolean),
    }),
    result: object({ env: record(string) }),
  },
  /** Counts the restarts of instances from 0 again. */
  'instances/reset': { params: object({ targets }), result: outcomes },
  /** Sends a signal to the own process of each instance; what it does is left to the program. */
  'instances/signal': { params: object({ targets, signal: signalName }), result: outcomes },
  /** Keeps which apps run now, for `state/resurrect`. */
  'state/save': { params: nothing, result: object({ apps: array(string), path: string }) },
  /** Starts the apps that were saved and do not run. */
  'state/resurrect': { params: object({ wait: optional(boolean) }), result: outcomes },
  /** Forgets what was saved, so that there is nothing for `state/resurrect`. */
  'state/forget': { params: nothing, result: object({ wasSaved: boolean }) },
  /** The last `lines` lines of an instance's ring, oldest first, and where its files are. */
  'logs/read': {
    params: object({ instance: string, lines: count }),
    result: object({
      lines: array(logLine),
      files: array(string),
      /** The same files, and how they are to be read: older ones are beside them as `<path>.1`, `.2` … */
      outputs: optional(array(logOutput)),
    }),
  },
  /**
   * Adds to this client's subscription and returns the tail, with no line missing or doubled between it and the first
   * `logs` that comes after the answer. Subscribing again gives the tail again, and nobody's lines twice. For a client
   * that can show no more, `most` is how many lines of an instance one message has at most, the newest; of several
   * subscriptions the one that wants most counts.
   */
  'logs/subscribe': {
    params: object({ instances: array(string), tail: count, most: optional(positive) }),
    result: object({ batches: array(object({ instance: string, lines: array(logLine) })) }),
  },
  /** Ends one subscription; an instance that was subscribed several times is followed until the last has ended. */
  'logs/unsubscribe': { params: object({ instances: array(string) }), result: nothing },
  /** Empties the log files of instances and forgets the lines in memory. Answers when that is done. */
  'logs/clear': { params: object({ targets }), result: object({ instances: array(string) }) },
  /** Opens the log files of instances anew, after somebody has moved them away. Answers when that is done. */
  'logs/reopen': { params: object({ targets }), result: object({ instances: array(string) }) },
  /**
   * Gives the program something to read on its stdin, as it is: a line is to end in a line feed. null when it is in
   * the pipe, else what kept it from that.
   */
  'instances/input': {
    params: object({ instance: string, text: string }),
    result: object({ problem: nullable(problem) }),
  },
  /** The last crash since the supervisor started, whatever the instance has done since; null for none. */
  'instances/lastCrash': {
    params: object({ instance: string }),
    result: object({ crash: nullable(crash) }),
  },
  /** What happened to instances as long as the supervisor keeps it, and no longer than it lives. */
  'instances/timeline': {
    params: object({ targets }),
    result: object({ timelines: array(timeline) }),
  },
  /** Adds to this client's subscription and returns what is kept, with no event missing or doubled in between. */
  'timeline/subscribe': {
    params: object({ instances: array(string) }),
    result: object({ timelines: array(timeline) }),
  },
  'timeline/unsubscribe': { params: object({ instances: array(string) }), result: nothing },
  /**
   * While any client watches, metrics come once a second; otherwise they are not measured. With `eventLoop` the lag
   * of event loops is, too, which costs the programs a little.
   */
  'metrics/watch': { params: object({ on: boolean, eventLoop: optional(boolean) }), result: nothing },
  /**
   * The client is going to scale and start an app to measure what it can do under load. Until `load/end`, or until the
   * client has gone, no other can, and then the app gets back what it had. Answers with the path that its health check
   * asks for, null where it has none.
   */
  'load/begin': {
    params: object({ app: string }),
    result: object({ problem: nullable(problem), path: nullable(string) }),
  },
  /**
   * How many HTTP requests have come to each instance since its process was first asked, which counts them from then
   * until `load/end`. null where it is not known: only Node tells.
   */
  'load/count': {
    params: object({ app: string }),
    result: object({ instances: array(object({ instance: string, requests: nullable(count) })) }),
  },
  /** The app gets back what it had at `load/begin`, and `keep` leaves it as it is. Answers when its instances are up. */
  'load/end': { params: object({ app: string, keep: optional(boolean) }), result: outcomes },
  /**
   * How long apps live after the last client left: seconds, 0 to stop at once, null to keep running.
   */
  'lease/set': { params: object({ seconds: nullable(number) }), result: nothing },
  /**
   * Stops everything in order and ends the supervisor; answers when all apps are gone. With `resume` the next
   * supervisor of the folder starts again what was wanted.
   */
  shutdown: { params: object({ resume: optional(boolean) }), result: nothing },
} satisfies Record<string, { params: Shape<unknown>; result: Shape<unknown> }>;

export type Method = keyof typeof requests;
export type Params<M extends Method> = Infer<(typeof requests)[M]['params']>;
export type Result<M extends Method> = Infer<(typeof requests)[M]['result']>;

/** Notifications, supervisor to client. */
export const events = {
  /** `seq` grows by one with each message; a gap means: ask for the snapshot. */
  changed: object({ seq: count, changes: array(change) }),
  metrics: object({ at: number, rows: array(metricsRow) }),
  logs: object({
    batches: array(
      object({
        instance: string,
        lines: array(logLine),
        /** Lines left out because the client read too slowly; they are in the log file. */
        dropped: count,
      }),
    ),
  }),
  timeline: object({
    batches: array(
      object({
        instance: string,
        events: array(timelineEvent),
        /** Events left out because the client read too slowly; `instances/timeline` may still have them. */
        dropped: count,
      }),
    ),
  }),
  /** Said once, worth a notification: an app gave up, logs could not be written. */
  notice: object({ problem, instance: nullable(string) }),
} satisfies Record<string, Shape<unknown>>;

export type EventName = keyof typeof events;
export type EventParams<E extends EventName> = Infer<(typeof events)[E]>;
