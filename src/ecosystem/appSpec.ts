import type { Problem } from '../protocol/model.ts';

export type Dialect = 'pm2' | 'pmdaemon';

/** `3000`, `"3000-3002"` (inclusive) or `"auto:8000-8100"` (inclusive). */
export type PortSpec =
  | { readonly kind: 'single'; readonly port: number }
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  | { readonly kind: 'auto'; readonly from: number; readonly to: number };

/** `max` is one per core, `cores` is one per core less n (PM2's negative numbers), at least one. */
export type InstanceCount =
  | { readonly kind: 'unset' }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'max' }
  | { readonly kind: 'less'; readonly less: number };

export interface HealthCheck {
  readonly type: 'http' | 'tcp' | 'script' | 'log';
  /** `{PORT}` and `{INDEX}` are still in place. */
  readonly url: string | null;
  readonly script: string | null;
  /** Regular expression source for `log`. */
  readonly pattern: string | null;
  readonly timeoutMs: number;
  readonly intervalMs: number;
  readonly retries: number;
  readonly enabled: boolean;
}

/** The options about watching besides `watch` itself. */
export interface WatchRules {
  /** Gitignore-style patterns; a regular expression is written `re:/source/flags`. */
  readonly ignore: readonly string[];
  readonly delayMs: number | null;
  /** The entries of `watch_options` that can be used: see `readWatchOptions`. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface WatchSpec extends WatchRules {
  /** Absolute folders, files or globs. */
  readonly paths: readonly string[];
}

export interface LogSpec {
  /** Absolute paths; null means Drover's own default; `'off'` means no file (`/dev/null`, `NULL`). */
  readonly out: string | null;
  readonly error: string | null;
  /** Here null means no file; `'default'` is one of Drover's own, beside those of the streams. */
  readonly combined: string | null;
  readonly merge: boolean | null;
  /** dayjs-style format as PM2 takes it; null for none. */
  readonly dateFormat: string | null;
  readonly json: boolean;
  readonly disabled: boolean;
}

/**
 * One app of an ecosystem file after normalisation: aliases resolved, units parsed, paths absolute, defaults
 * filled in. It depends on the file alone, never on the machine or the shell; those come in with `planApp`.
 */
export interface AppSpec {
  readonly name: string;
  readonly namespace: string;
  /** The ecosystem file, absolute; null for an app started without one. */
  readonly file: string | null;
  readonly dialect: Dialect;

  /** Absolute path of a file, or a bare command to be looked up on PATH, or a shell line when `shell`. */
  readonly script: string;
  readonly args: readonly string[];
  readonly shell: boolean;
  readonly cwd: string;
  /** As written (`python3`, `node@20`, `/usr/bin/node`), `'none'`, or null: decided by the script's extension. */
  readonly interpreter: string | null;
  readonly nodeArgs: readonly string[];
  /** As written; null when absent. `instances` decides then, see `planApp`. */
  readonly execMode: 'fork' | 'cluster' | null;
  readonly instances: InstanceCount;
  readonly port: PortSpec | null;
  readonly schedulingPolicy: 'rr' | 'none' | null;

  readonly env: Readonly<Record<string, string>>;
  readonly envProfiles: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Absolute paths. */
  readonly envFiles: readonly string[];
  /** Names (or parts of names) dropped from the inherited environment; `'all'` drops everything inherited. */
  readonly filterEnv: readonly string[] | 'all';
  readonly instanceVar: string;
  readonly incrementVar: string | null;
  readonly appendEnvToName: boolean;

  readonly autostart: boolean;
  readonly autorestart: boolean;
  readonly stopExitCodes: readonly number[];
  readonly minUptimeMs: number;
  readonly maxRestarts: number;
  readonly restartDelayMs: number;
  readonly expBackoffMs: number | null;
  readonly killTimeoutMs: number;
  readonly killRetryMs: number;
  readonly killSignal: string;
  readonly shutdownWithMessage: boolean;
  readonly treekill: boolean;
  /** null when not written: a timeout is a failed start only when it was. */
  readonly listenTimeoutMs: number | null;
  readonly waitReady: boolean;
  readonly oneShot: boolean;
  readonly healthCheck: HealthCheck | null;
  readonly dependsOn: Readonly<Record<string, 'started' | 'online' | 'completed'>>;

  readonly watch: WatchSpec | null;
  /** Those of `watch`, and what they would be while nothing is watched: it may be switched on. */
  readonly watchRules: WatchRules;
  readonly maxMemoryBytes: number | null;
  readonly cron: string | null;

  readonly logs: LogSpec;
  readonly pidFile: string | null;
  readonly sourceMaps: boolean;
  readonly windowsHide: boolean;
  readonly uid: string | number | null;
  readonly gid: string | number | null;
  /** Options merged over the app in DEV_MODE, still raw. */
  readonly dev: Readonly<Record<string, unknown>> | null;
}

/** What reading one ecosystem file gives. Problems of one app never keep the others from being here. */
export interface EcosystemFile {
  readonly path: string;
  readonly dialect: Dialect;
  readonly apps: readonly AppSpec[];
  readonly problems: readonly Problem[];
}

/**
 * What a spec comes to on this machine with this shell: how many instances, how they share, what exactly is run.
 */
export interface AppPlan {
  readonly spec: AppSpec;
  /** One watched instance, for DEV_MODE. */
  readonly dev: boolean;
  readonly instances: number;
  readonly sharing: 'none' | 'cluster' | 'ports' | 'socket';
  /** After splitting `node server.js`, dropping `--workers`, and so on; `args` may hold `{PORT}`, `{INDEX}` and `{FD}`. */
  readonly script: string;
  readonly args: readonly string[];
  readonly shell: boolean;
  /** As written or decided by the extension: `node`, `python3`, …; null runs the script itself. */
  readonly interpreter: string | null;
  readonly nodeArgs: readonly string[];
  /** The debugger that its programs have; null where Drover knows none, as behind a shell line. */
  readonly debugger: 'node' | 'python' | null;
  /** The environment all instances have in common, before the variables injected per instance. */
  readonly env: Readonly<Record<string, string>>;
  /** Where the shared socket of `sharing: 'socket'` is bound. */
  readonly socket: { readonly host: string; readonly port: number } | null;
  /** Problems that keep the app from starting (severity error) or are worth saying (warning). */
  readonly problems: readonly Problem[];
}
