import {
  array,
  boolean,
  count,
  literal,
  nullable,
  number,
  object,
  optional,
  record,
  string,
} from './shape.ts';
import type { Infer } from './shape.ts';

/** What users see on an instance: PM2's state names, and four of Drover's own. */
export const instanceStatus = literal(
  'stopped',
  'launching',
  'online',
  'stopping',
  'waiting restart',
  'errored',
  'waiting',
  'reloading',
  'completed',
);
export type InstanceStatus = Infer<typeof instanceStatus>;

/** How the instances of an app share their port: see the table in the docs, "Which kind of cluster an app gets". */
export const sharing = literal('none', 'cluster', 'ports', 'socket');
export type Sharing = Infer<typeof sharing>;

export const runMode = literal('normal', 'dev');
export type RunMode = Infer<typeof runMode>;

/**
 * Something that went wrong, as a code and its facts; the sentence is made by whoever shows it
 * (`describeProblem` in `protocol/problems.ts`).
 */
export const problem = object({
  code: string,
  /** Facts the sentence quotes: strings and numbers only. */
  data: record(string),
  severity: literal('error', 'warning', 'info'),
  file: optional(string),
  /** 1-based. */
  line: optional(count),
  column: optional(count),
  app: optional(string),
});
export type Problem = Infer<typeof problem>;

export const exitInfo = object({
  code: nullable(number),
  signal: nullable(string),
  /** Epoch milliseconds. */
  at: number,
});
export type ExitInfo = Infer<typeof exitInfo>;

/** A process below an instance, such as a uvicorn worker or a grandchild. */
export const childProcess = object({ pid: count, ppid: count, command: string });
export type ChildProcessInfo = Infer<typeof childProcess>;

/** What its health check says: `unknown` until the first answer. */
export const health = literal('unknown', 'healthy', 'unhealthy');
export type Health = Infer<typeof health>;

export const instanceInfo = object({
  /** `<app id>/<index>`, stable for the life of the slot. */
  id: string,
  app: string,
  index: count,
  /** `web-app-2`, or just `web-app` when the app has one instance. */
  name: string,
  status: instanceStatus,
  pid: nullable(count),
  /** The port given to this instance, else the first one it was seen listening on. */
  port: nullable(count),
  /** Restarts since the app was last started by hand. */
  restarts: count,
  /** Epoch milliseconds of the current launch; null when no process is there. */
  startedAt: nullable(number),
  /** Epoch milliseconds at which a `waiting restart` ends. */
  retryAt: nullable(number),
  exit: nullable(exitInfo),
  problem: nullable(problem),
  /** null without a health check, or while no process is there. */
  health: nullable(health),
  /** A debugger holds it: health checks and timeouts wait. */
  held: boolean,
  children: array(childProcess),
});
export type InstanceInfo = Infer<typeof instanceInfo>;

/**
 * One difference between what runs and what the file says now; `describeChange` in `protocol/pendingChanges.ts`
 * puts it in words.
 */
export const pendingChange = object({
  kind: literal('changed', 'added', 'removed'),
  /** The option's name as written (`max_restarts`), or `env KEY` for one variable. */
  option: string,
  /** The values as text; null where there is none, and for variables, whose values may be secret. */
  from: nullable(string),
  to: nullable(string),
});
export type PendingChange = Infer<typeof pendingChange>;

export const watched = object({
  /** Folders, files and globs, absolute. */
  paths: array(string),
  /** What is left out besides the defaults, as written. */
  ignore: array(string),
  /** Whether the project's .gitignore files count. */
  gitignore: boolean,
  /** How long files have to be quiet before a restart, in milliseconds; null: Drover's own short time. */
  delayMs: nullable(number),
});
export type WatchedInfo = Infer<typeof watched>;

export const appInfo = object({
  /** `<file relative to the folder>#<name>`, or `#<name>` for an app started without a file. */
  id: string,
  name: string,
  namespace: string,
  /** Absolute path of the ecosystem file; null for an app started without one. */
  file: nullable(string),
  script: string,
  args: array(string),
  cwd: string,
  /** The interpreter as resolved at the last start; null before it or when the script runs by itself. */
  interpreter: nullable(string),
  /** The debugger that its instances can be debugged with; null for none. */
  debugger: nullable(literal('node', 'python')),
  sharing: sharing,
  runMode: runMode,
  /** The worst status of its instances. */
  status: instanceStatus,
  /** How many instances the app has or, when stopped, would get. */
  instances: count,
  online: count,
  /** Port or range as configured (`3000`, `3000-3002`, `auto:8000-8100`); null when the file names none. */
  port: nullable(string),
  watch: boolean,
  /** What is watched, and how; null while nothing is. */
  watched: nullable(watched),
  /** Watching was switched on or off by hand, against what the file and DEV_MODE say. */
  watchByHand: boolean,
  /** The file whose change caused the last restart, relative to `cwd`; null when it had another cause. */
  changedFile: nullable(string),
  /** The `env_<profile>` it runs with; null for none. */
  profile: nullable(string),
  /** The profiles its file has variables for. */
  profiles: array(string),
  /** Whether starting the whole file starts it. */
  autostart: boolean,
  /** The names of the apps it waits for. */
  dependsOn: array(string),
  /** Whether anybody wants it to run. */
  wanted: boolean,
  /** False: its file does not name it any more, and it is kept because it runs. */
  listed: boolean,
  /** It came into its file while other apps of the file were running; applying the file starts it. */
  isNew: boolean,
  /** What applying its file would change while it runs. */
  pending: array(pendingChange),
  problems: array(problem),
});
export type AppInfo = Infer<typeof appInfo>;

export const fileInfo = object({
  /** Absolute path. */
  path: string,
  dialect: literal('pm2', 'pmdaemon'),
  apps: array(string),
  problems: array(problem),
});
export type FileInfo = Infer<typeof fileInfo>;

export const snapshot = object({
  files: array(fileInfo),
  apps: array(appInfo),
  instances: array(instanceInfo),
});
export type Snapshot = Infer<typeof snapshot>;

export const metricsRow = object({
  instance: string,
  /** Percent of one core over the whole process tree. */
  cpu: number,
  /** Bytes resident over the whole process tree. */
  memory: number,
  /**
   * How long its event loop was busy at most in the last second, in milliseconds. null while nobody asks for it, and
   * where it is not known: only Node tells.
   */
  lag: nullable(number),
});
export type MetricsRow = Infer<typeof metricsRow>;

export const logLine = object({
  /** Epoch milliseconds. */
  at: number,
  stream: literal('out', 'err'),
  text: string,
});
export type LogLine = Infer<typeof logLine>;

/** A log file of an instance. */
export const logOutput = object({
  /** Absolute. */
  path: string,
  streams: array(literal('out', 'err')),
  /** Other instances of the app write to it, too. */
  merged: boolean,
  /** The `log_date_format` that its lines begin by, before a colon and a space; null for none. */
  dateFormat: nullable(string),
  /** Each line is an object, as by `log_type: json`. */
  json: boolean,
});
export type LogOutput = Infer<typeof logOutput>;
