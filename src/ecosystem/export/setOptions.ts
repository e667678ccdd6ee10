import { isDeepStrictEqual } from 'node:util';
import type { AppSpec } from '../appSpec.ts';
import { defaultApp } from '../defaultApp.ts';
import type { ExportedApp, ExportNote } from './exporter.ts';

type Test = (spec: AppSpec) => boolean;

function differs(field: keyof AppSpec): Test {
  return (spec) => !isDeepStrictEqual(spec[field], defaultApp[field]);
}

function logDiffers(field: keyof AppSpec['logs']): Test {
  return ({ logs }) => logs[field] !== defaultApp.logs[field];
}

/**
 * For every option of an app, by its name in `optionTable`, whether a spec has it: whether it is other than where the
 * file is silent. Two options that come to the same field are told by the first.
 */
export const setOptions = {
  name: () => true,
  script: () => true,
  args: differs('args'),
  cwd: () => true,
  namespace: differs('namespace'),
  interpreter: differs('interpreter'),
  node_args: differs('nodeArgs'),
  source_map_support: differs('sourceMaps'),
  uid: differs('uid'),
  gid: differs('gid'),
  windowsHide: differs('windowsHide'),
  instances: differs('instances'),
  exec_mode: differs('execMode'),
  port: differs('port'),
  scheduling_policy: differs('schedulingPolicy'),
  instance_var: differs('instanceVar'),
  increment_var: differs('incrementVar'),
  env: differs('env'),
  env_file: differs('envFiles'),
  filter_env: differs('filterEnv'),
  append_env_to_name: differs('appendEnvToName'),
  dev: differs('dev'),
  autostart: differs('autostart'),
  depends_on: differs('dependsOn'),
  wait_ready: differs('waitReady'),
  listen_timeout: differs('listenTimeoutMs'),
  health_check: ({ healthCheck }) => healthCheck?.enabled === true,
  autorestart: differs('autorestart'),
  one_shot: differs('oneShot'),
  stop_exit_codes: differs('stopExitCodes'),
  min_uptime: differs('minUptimeMs'),
  max_restarts: differs('maxRestarts'),
  restart_delay: differs('restartDelayMs'),
  exp_backoff_restart_delay: differs('expBackoffMs'),
  cron_restart: differs('cron'),
  max_memory_restart: differs('maxMemoryBytes'),
  kill_signal: differs('killSignal'),
  kill_timeout: differs('killTimeoutMs'),
  kill_retry_time: differs('killRetryMs'),
  shutdown_with_message: differs('shutdownWithMessage'),
  treekill: differs('treekill'),
  watch: differs('watch'),
  ignore_watch: ({ watchRules }) => watchRules.ignore.length > 0,
  watch_delay: ({ watchRules }) => watchRules.delayMs !== null,
  watch_options: ({ watchRules }) => Object.keys(watchRules.options).length > 0,
  out_file: logDiffers('out'),
  error_file: logDiffers('error'),
  log_file: logDiffers('combined'),
  merge_logs: logDiffers('merge'),
  log_date_format: logDiffers('dateFormat'),
  log_type: logDiffers('json'),
  disable_logs: logDiffers('disabled'),
  pid_file: differs('pidFile'),
} satisfies Readonly<Record<string, Test>>;

export type SpecOptionName = keyof typeof setOptions;

/**
 * What becomes of an option in another tool: `carried`, or why it is not, as the end of a sentence that begins with
 * its name. A function decides by the app; null is for an option that means nothing there.
 */
export type Fate = string | ((app: ExportedApp) => string | null);

/** One for each option, so that none is forgotten. */
export type Fates = Readonly<Record<SpecOptionName, Fate>>;

/** A note for each option that the app has and that is not carried over. */
export function lostOptions(app: ExportedApp, fates: Fates): readonly ExportNote[] {
  return Object.entries(setOptions).flatMap(([name, isSet]) => {
    if (!isSet(app.spec)) return [];
    const fate = fates[name as SpecOptionName];
    const reason = typeof fate === 'function' ? fate(app) : fate === 'carried' ? null : fate;
    return reason === null ? [] : [{ app: app.spec.name, text: `"${name}" ${reason}` }];
  });
}
