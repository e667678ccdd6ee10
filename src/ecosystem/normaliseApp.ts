import { dirname } from 'node:path';
import type { AppSpec, InstanceCount, LogSpec, WatchSpec } from './appSpec.ts';
import { normaliseEnvironment } from './environmentValues.ts';
import { readHealthCheck } from './healthCheck.ts';
import { isRecord, readOptions, scalarText } from './optionReader.ts';
import type { OptionReader } from './optionReader.ts';
import { parsePort } from './portSpec.ts';
import { resolvePath, resolveProgram } from './program.ts';
import type { Report, ValuePath } from './report.ts';

export interface AppContext {
  /** What holds where the options are silent: the defaults, or the app that `dev` overrides. */
  readonly base: AppSpec;
  /** Where relative paths start. */
  readonly folder: string;
  readonly path: ValuePath;
  readonly report: Report;
}

/** The spec of one written app; null, with a problem reported, when there is nothing to run. */
export function normaliseApp(raw: Readonly<Record<string, unknown>>, context: AppContext): AppSpec | null {
  const { base, folder, report } = context;
  const app = scalarText(raw['name']);
  const read = readOptions(raw, { path: context.path, app, report });
  const cwd = resolvePath(folder, read.text('cwd') ?? (base.script === '' ? folder : base.cwd));
  const script = read.text('script')?.trim();
  if (base.script === '' && (script === undefined || script === '')) {
    report(
      'script-required',
      { app: app ?? String(context.path.at(-1) ?? '') },
      { severity: 'error', path: context.path, app },
    );
    return null;
  }
  const interpreter = read.text('interpreter') ?? base.interpreter;
  const nodeArgs = read.words('node_args') ?? base.nodeArgs;
  const args = read.words('args') ?? (script === undefined ? base.args : []);
  const program =
    script === undefined || script === ''
      ? { script: base.script, args, shell: base.shell, interpreter, nodeArgs, name: base.name }
      : resolveProgram({ script, args, interpreter, nodeArgs, cwd, roots: [cwd, folder] });
  const name = read.text('name')?.trim() ?? '';
  return {
    name: name === '' ? program.name : name,
    namespace: read.text('namespace') ?? base.namespace,
    file: base.file,
    dialect: base.dialect,
    script: program.script,
    args: program.args,
    shell: program.shell,
    cwd,
    interpreter: program.interpreter,
    nodeArgs: program.nodeArgs,
    execMode: read.choice('exec_mode', execModes) ?? base.execMode,
    instances: readInstances(read) ?? base.instances,
    port: readPort(read) ?? base.port,
    schedulingPolicy: read.choice('scheduling_policy', policies) ?? base.schedulingPolicy,
    ...readEnvironment(read, context),
    ...readLifecycle(read, base),
    healthCheck: readHealth(read) ?? base.healthCheck,
    dependsOn: readDependencies(read) ?? base.dependsOn,
    watch: readWatch(read, base.watch, cwd),
    maxMemoryBytes: read.size('max_memory_restart') ?? base.maxMemoryBytes,
    cron: readCron(read, base.cron),
    logs: readLogs(read, base.logs, cwd),
    pidFile: pathFrom(read, 'pid_file', cwd) ?? base.pidFile,
    sourceMaps:
      read.flag('source_map_support') ?? not(read.flag('disable_source_map_support')) ?? base.sourceMaps,
    windowsHide: read.flag('windowsHide') ?? base.windowsHide,
    uid: readUser(read, 'uid') ?? base.uid,
    gid: readUser(read, 'gid') ?? base.gid,
    dev: read.record('dev') ?? base.dev,
  };
}

const execModes = { fork: 'fork', cluster: 'cluster', fork_mode: 'fork', cluster_mode: 'cluster' } as const;

const policies = { rr: 'rr', none: 'none' } as const;

type EnvironmentFields = Pick<
  AppSpec,
  'env' | 'envProfiles' | 'envFiles' | 'filterEnv' | 'instanceVar' | 'incrementVar' | 'appendEnvToName'
>;

function readEnvironment(read: OptionReader, { base, folder, report, path }: AppContext): EnvironmentFields {
  const envProfiles: Record<string, Readonly<Record<string, string>>> = { ...base.envProfiles };
  for (const [profile, value] of Object.entries(read.profiles)) {
    if (value === null || value === undefined) continue;
    if (isRecord(value)) envProfiles[profile] = { ...envProfiles[profile], ...normaliseEnvironment(value) };
    else {
      const data = {
        option: `env_${profile}`,
        expected: 'an object of variables',
        value: JSON.stringify(value),
      };
      report('option-type', data, { severity: 'warning', path: [...path, `env_${profile}`] });
    }
  }
  const env = read.record('env');
  const filter = read.value('filter_env');
  const filterNames = typeof filter === 'boolean' ? [] : (read.strings('filter_env') ?? base.filterEnv);
  return {
    env: env === undefined ? base.env : { ...base.env, ...normaliseEnvironment(env) },
    envProfiles,
    envFiles: read.strings('env_file')?.map((file) => resolvePath(folder, file)) ?? base.envFiles,
    filterEnv: filter === true ? 'all' : filterNames,
    instanceVar: read.text('instance_var') ?? base.instanceVar,
    incrementVar: read.text('increment_var') ?? base.incrementVar,
    appendEnvToName: read.flag('append_env_to_name') ?? base.appendEnvToName,
  };
}

type LifecycleFields = Pick<
  AppSpec,
  | 'autostart'
  | 'autorestart'
  | 'stopExitCodes'
  | 'minUptimeMs'
  | 'maxRestarts'
  | 'restartDelayMs'
  | 'expBackoffMs'
  | 'killTimeoutMs'
  | 'killRetryMs'
  | 'killSignal'
  | 'shutdownWithMessage'
  | 'treekill'
  | 'listenTimeoutMs'
  | 'waitReady'
  | 'oneShot'
>;

function readLifecycle(read: OptionReader, base: AppSpec): LifecycleFields {
  const maxRestarts = read.whole('max_restarts');
  const backoff = read.duration('exp_backoff_restart_delay');
  return {
    autostart: read.flag('autostart') ?? base.autostart,
    autorestart: read.flag('autorestart') ?? base.autorestart,
    stopExitCodes: readExitCodes(read) ?? base.stopExitCodes,
    minUptimeMs: read.duration('min_uptime') ?? base.minUptimeMs,
    maxRestarts:
      maxRestarts === undefined ? base.maxRestarts : maxRestarts < 0 ? Number.MAX_SAFE_INTEGER : maxRestarts,
    restartDelayMs: read.duration('restart_delay') ?? base.restartDelayMs,
    expBackoffMs: backoff === undefined ? base.expBackoffMs : backoff === 0 ? null : backoff,
    killTimeoutMs: read.duration('kill_timeout') ?? base.killTimeoutMs,
    killRetryMs: read.duration('kill_retry_time') ?? base.killRetryMs,
    killSignal: readSignal(read) ?? base.killSignal,
    shutdownWithMessage: read.flag('shutdown_with_message') ?? base.shutdownWithMessage,
    treekill: read.flag('treekill') ?? base.treekill,
    listenTimeoutMs: read.duration('listen_timeout') ?? base.listenTimeoutMs,
    waitReady: read.flag('wait_ready') ?? base.waitReady,
    oneShot: read.flag('one_shot') ?? base.oneShot,
  };
}

function readInstances(read: OptionReader): InstanceCount | undefined {
  const value = read.value('instances');
  if (value === undefined) return undefined;
  if (value === 'max') return { kind: 'max' };
  const text = scalarText(value)?.trim() ?? '';
  const number = typeof value === 'boolean' || text === '' ? NaN : Number(text);
  if (Number.isNaN(number)) {
    read.reject('instances', 'a whole number or "max"');
    // PM2 takes any other text for one per core.
    return typeof value === 'string' && text !== '' ? { kind: 'max' } : undefined;
  }
  if (!Number.isFinite(number)) return { kind: 'max' };
  const count = Math.trunc(number);
  if (count === 0) return { kind: 'max' };
  return count > 0 ? { kind: 'count', count } : { kind: 'less', less: -count };
}

function readPort(read: OptionReader): AppSpec['port'] | undefined {
  const value = read.value('port');
  if (value === undefined || value === false) return undefined;
  return parsePort(value) ?? read.reject('port', 'a port, a range such as "3000-3002" or "auto:8000-8100"');
}

function readExitCodes(read: OptionReader): readonly number[] | undefined {
  const value = read.value('stop_exit_codes');
  if (value === undefined) return undefined;
  const codes = (Array.isArray(value) ? value : String(value).split(/[\s,]+/)).map((code) =>
    scalarText(code) === '' ? NaN : Number(code),
  );
  return codes.every(Number.isInteger)
    ? codes
    : read.reject('stop_exit_codes', 'a number or a list of numbers');
}

function readSignal(read: OptionReader): string | undefined {
  const signal = read.text('kill_signal')?.trim().toUpperCase();
  if (signal === undefined || signal === '') return undefined;
  const name = signal.startsWith('SIG') ? signal : `SIG${signal}`;
  return /^SIG[A-Z0-9]+$/.test(name)
    ? name
    : read.reject('kill_signal', 'the name of a signal, such as "SIGTERM"');
}

function readHealth(read: OptionReader): AppSpec['healthCheck'] | undefined {
  const value = read.value('health_check');
  if (value === undefined || value === false) return undefined;
  const check = readHealthCheck(value);
  return 'expected' in check ? read.reject('health_check', check.expected) : check;
}

const conditions = {
  started: 'started',
  online: 'online',
  completed: 'completed',
  service_started: 'started',
  service_healthy: 'online',
  service_completed_successfully: 'completed',
} as const;

function readDependencies(read: OptionReader): AppSpec['dependsOn'] | undefined {
  const value = read.value('depends_on');
  if (!isRecord(value)) {
    const names = read.strings('depends_on');
    return names === undefined
      ? undefined
      : Object.fromEntries(names.map((name) => [name, 'online'] as const));
  }
  const found: Record<string, 'started' | 'online' | 'completed'> = {};
  for (const [name, written] of Object.entries(value)) {
    const word = scalarText(isRecord(written) ? written['condition'] : written) ?? '';
    const condition = Object.entries(conditions).find(([key]) => key === word)?.[1];
    if (condition === undefined)
      read.reject('depends_on', 'names, or names with started, online or completed');
    else found[name] = condition;
  }
  return found;
}

function readWatch(read: OptionReader, base: WatchSpec | null, cwd: string): WatchSpec | null {
  const ignored = read.value('ignore_watch');
  const ignore = ignored === undefined ? undefined : readPatterns(read, ignored);
  const rest = {
    ignore: ignore ?? base?.ignore ?? [],
    delayMs: read.duration('watch_delay') ?? base?.delayMs ?? null,
    options: read.record('watch_options') ?? base?.options ?? {},
  };
  const value = read.value('watch');
  if (value === undefined) return base === null ? null : { ...base, ...rest };
  if (value === false || value === 'false' || value === '') return null;
  if (value === true || value === 'true') return { paths: [cwd], ...rest };
  const paths = read.strings('watch');
  if (paths === undefined) return base;
  return { paths: paths.length === 0 ? [cwd] : paths.map((path) => resolvePath(cwd, path)), ...rest };
}

/** Regular expressions become `re:/source/flags`; one string holds several patterns. */
function readPatterns(read: OptionReader, value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return value.split(/\s+/).filter((pattern) => pattern !== '');
  const patterns: string[] = [];
  for (const entry of Array.isArray(value) ? value : [value]) {
    const text =
      isRecord(entry) && typeof entry['$regexp'] === 'string' ? expression(entry) : scalarText(entry);
    if (text === undefined) return read.reject('ignore_watch', 'a list of patterns');
    patterns.push(text);
  }
  return patterns;
}

function expression(entry: Readonly<Record<string, unknown>>): string {
  return `re:/${scalarText(entry['$regexp']) ?? ''}/${scalarText(entry['$flags']) ?? ''}`;
}

function readCron(read: OptionReader, base: string | null): string | null {
  const value = read.value('cron_restart');
  if (value === undefined) return base;
  if (value === false || value === 0 || value === '0' || value === '') return null;
  return read.text('cron_restart')?.trim() ?? base;
}

function readLogs(read: OptionReader, base: LogSpec, cwd: string): LogSpec {
  const dateFormat =
    read.text('log_date_format') ?? (read.flag('time') === true ? 'YYYY-MM-DDTHH:mm:ss' : undefined);
  const type = read.choice('log_type', { json: 'json', raw: 'raw' });
  return {
    out: readLogFile(read, 'out_file', cwd) ?? base.out,
    error: readLogFile(read, 'error_file', cwd) ?? base.error,
    combined: readLogFile(read, 'log_file', cwd) ?? base.combined,
    merge: read.flag('merge_logs') ?? base.merge,
    dateFormat: dateFormat === undefined || dateFormat === '' ? base.dateFormat : dateFormat,
    json: type === undefined ? base.json : type === 'json',
    disabled: read.flag('disable_logs') ?? base.disabled,
  };
}

function readLogFile(read: OptionReader, name: string, cwd: string): string | undefined {
  const value = read.value(name);
  if (value === false || value === '/dev/null' || value === 'NULL') return 'off';
  if (value === true) return undefined;
  return pathFrom(read, name, cwd);
}

function pathFrom(read: OptionReader, name: string, folder: string): string | undefined {
  const path = read.text(name);
  return path === undefined || path === '' ? undefined : resolvePath(folder, path);
}

function readUser(read: OptionReader, name: 'uid' | 'gid'): string | number | undefined {
  const value = read.value(name);
  if (typeof value === 'number') return value;
  const text = read.text(name);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : text;
}

function not(flag: boolean | undefined): boolean | undefined {
  return flag === undefined ? undefined : !flag;
}

/** The folder that relative paths of `file` start at. */
export function folderOf(file: string): string {
  return dirname(file);
}
