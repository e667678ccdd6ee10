import { basename, extname, isAbsolute, relative, sep } from 'node:path';
import type { AppSpec, HealthCheck, InstanceCount } from '../appSpec.ts';
import { defaultApp } from '../defaultApp.ts';
import { formatPort } from '../portSpec.ts';
import type { PlainValue } from './style.ts';

/** The options of one app by their names, as an ecosystem file has them. */
export type WrittenApp = Readonly<Record<string, PlainValue>>;

/**
 * The options that a spec comes from, those that differ from the defaults, in the order people write them in: reading
 * them gives the same spec. `cwd` is absolute; other paths start there where they lie below it.
 */
export function writtenApp(spec: AppSpec): WrittenApp {
  const { cwd, logs } = spec;
  const path = (file: string | null): string | null => (file === null ? null : fromFolder(cwd, file));
  const changed = <K extends keyof AppSpec>(key: K): AppSpec[K] | null =>
    JSON.stringify(spec[key]) === JSON.stringify(defaultApp[key]) ? null : spec[key];
  const options: Readonly<Record<string, unknown>> = {
    name: spec.name,
    namespace: changed('namespace'),
    script: spec.shell || !isAbsolute(spec.script) ? spec.script : runnable(fromFolder(cwd, spec.script)),
    args: changed('args'),
    interpreter: spec.interpreter,
    node_args: changed('nodeArgs'),
    cwd,
    instances: instancesValue(spec.instances),
    exec_mode: spec.execMode,
    port: spec.port === null ? null : spec.port.kind === 'single' ? spec.port.port : formatPort(spec.port),
    increment_var: spec.incrementVar,
    scheduling_policy: spec.schedulingPolicy,
    env_file: spec.envFiles.length === 0 ? null : spec.envFiles,
    env: changed('env'),
    ...Object.fromEntries(Object.entries(spec.envProfiles).map(([name, env]) => [`env_${name}`, env])),
    filter_env: spec.filterEnv === 'all' ? true : changed('filterEnv'),
    instance_var: changed('instanceVar'),
    append_env_to_name: changed('appendEnvToName'),
    autostart: changed('autostart'),
    depends_on: dependenciesValue(spec.dependsOn),
    wait_ready: changed('waitReady'),
    listen_timeout: spec.listenTimeoutMs,
    health_check: spec.healthCheck === null ? null : healthCheckValue(spec.healthCheck),
    autorestart: changed('autorestart'),
    one_shot: changed('oneShot'),
    stop_exit_codes: changed('stopExitCodes'),
    min_uptime: changed('minUptimeMs'),
    max_restarts: spec.maxRestarts === Number.MAX_SAFE_INTEGER ? -1 : changed('maxRestarts'),
    restart_delay: changed('restartDelayMs'),
    exp_backoff_restart_delay: spec.expBackoffMs,
    cron_restart: spec.cron,
    max_memory_restart: spec.maxMemoryBytes === null ? null : sizeText(spec.maxMemoryBytes),
    kill_signal: changed('killSignal'),
    kill_timeout: changed('killTimeoutMs'),
    kill_retry_time: changed('killRetryMs'),
    shutdown_with_message: changed('shutdownWithMessage'),
    treekill: changed('treekill'),
    watch: watchValue(spec),
    ignore_watch: spec.watchRules.ignore.length === 0 ? null : spec.watchRules.ignore,
    watch_delay: spec.watchRules.delayMs,
    watch_options: Object.keys(spec.watchRules.options).length === 0 ? null : spec.watchRules.options,
    out_file: logValue(logs.out, path),
    error_file: logValue(logs.error, path),
    log_file: logs.combined === 'default' ? true : logValue(logs.combined, path),
    merge_logs: logs.merge,
    log_date_format: logs.dateFormat,
    log_type: logs.json ? 'json' : null,
    disable_logs: logs.disabled ? true : null,
    pid_file: path(spec.pidFile),
    source_map_support: changed('sourceMaps'),
    windowsHide: changed('windowsHide'),
    uid: spec.uid,
    gid: spec.gid,
    dev: spec.dev,
  };
  const set = Object.entries(options).filter(([, value]) => value !== null && value !== undefined);
  return JSON.parse(JSON.stringify(Object.fromEntries(set))) as WrittenApp;
}

/** `512M`, `1G`; bytes where no unit fits. */
export function sizeText(bytes: number): string {
  const power = [3, 2, 1].find((candidate) => bytes % 1024 ** candidate === 0);
  return power === undefined || bytes === 0
    ? String(bytes)
    : `${bytes / 1024 ** power}${'KMG'[power - 1] ?? ''}`;
}

/** With slashes; absolute where it does not lie below. */
function fromFolder(folder: string, path: string): string {
  if (!isAbsolute(path)) return path;
  const way = relative(folder, path);
  return way === '' || way.split(sep)[0] === '..' || isAbsolute(way) ? path : way.split(sep).join('/');
}

/** A name without an extension would be looked for on PATH. */
function runnable(path: string): string {
  return path.includes('/') || path.includes('\\') || extname(basename(path)) !== '' ? path : `./${path}`;
}

function instancesValue(count: InstanceCount): PlainValue {
  switch (count.kind) {
    case 'unset':
      return null;
    case 'count':
      return count.count;
    case 'max':
      return 'max';
    case 'less':
      return -count.less;
  }
}

/** The times in seconds, as its documented form has them; below one as text. */
function healthCheckValue(check: HealthCheck): PlainValue {
  const { type, url, script, pattern, timeoutMs, intervalMs, retries, enabled } = check;
  const seconds = (ms: number): PlainValue => (ms % 1000 === 0 ? ms / 1000 : `${ms}ms`);
  const named = Object.entries({ url, script, pattern }).filter(([, value]) => value !== null);
  return {
    check_type: type,
    ...Object.fromEntries(named),
    timeout: seconds(timeoutMs),
    interval: seconds(intervalMs),
    retries,
    enabled,
  };
}

function dependenciesValue(dependsOn: AppSpec['dependsOn']): PlainValue {
  const names = Object.keys(dependsOn);
  if (names.length === 0) return null;
  return Object.values(dependsOn).every((condition) => condition === 'online') ? names : { ...dependsOn };
}

function watchValue({ watch, cwd }: AppSpec): PlainValue {
  if (watch === null) return null;
  if (watch.paths.length === 1 && watch.paths[0] === cwd) return true;
  return watch.paths.map((path) => fromFolder(cwd, path));
}

function logValue(file: string | null, path: (file: string | null) => string | null): string | null {
  return file === 'off' ? '/dev/null' : path(file);
}
