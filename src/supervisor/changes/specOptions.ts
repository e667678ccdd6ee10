import { isDeepStrictEqual } from 'node:util';
import type { AppSpec, PortSpec } from '../../ecosystem/appSpec.ts';
import { formatPort } from '../../ecosystem/portSpec.ts';
import {
  dependenciesText,
  durationText,
  healthCheckText,
  pathText,
  sizeText,
  watchText,
  wordsText,
} from './optionTexts.ts';

/**
 * What taking a new value over needs: `live` nothing of the process, `restart` a new process; for `plan` it
 * depends on what the plan comes to.
 */
export type Need = 'live' | 'restart' | 'plan';

/** One option of an ecosystem file, as far as it shows in a spec. */
export interface SpecOption {
  readonly option: string;
  readonly need: Need;
  /** What is compared; null when the option is absent. */
  readonly value: (spec: AppSpec) => unknown;
  /** The value as users read it; null where it is absent or may be secret. */
  readonly text: (spec: AppSpec) => string | null;
}

/**
 * The options behind each field of a spec. Fields without any either never differ, or are told by what comes of
 * them: the number of instances, and the variables.
 */
export const specOptions: { readonly [Field in keyof AppSpec]: readonly SpecOption[] } = {
  name: [],
  file: [],
  dialect: [],
  instances: [],
  env: [],
  envProfiles: [],
  envFiles: [],
  filterEnv: [],

  script: [option('script', 'plan', (spec) => spec.script, pathText)],
  shell: [],
  args: [words('args', 'plan', (spec) => spec.args)],
  interpreter: [option('interpreter', 'plan', (spec) => spec.interpreter)],
  nodeArgs: [words('node_args', 'plan', (spec) => spec.nodeArgs)],
  execMode: [option('exec_mode', 'plan', (spec) => spec.execMode)],
  cwd: [option('cwd', 'restart', (spec) => spec.cwd, pathText)],
  port: [option('port', 'restart', (spec) => spec.port, formatPort)],
  schedulingPolicy: [option('scheduling_policy', 'restart', (spec) => spec.schedulingPolicy)],
  instanceVar: [option('instance_var', 'restart', (spec) => spec.instanceVar)],
  incrementVar: [option('increment_var', 'restart', (spec) => spec.incrementVar)],
  sourceMaps: [option('source_map_support', 'restart', (spec) => spec.sourceMaps)],
  windowsHide: [option('windowsHide', 'restart', (spec) => spec.windowsHide)],
  uid: [option('uid', 'restart', (spec) => spec.uid)],
  gid: [option('gid', 'restart', (spec) => spec.gid)],
  pidFile: [option('pid_file', 'restart', (spec) => spec.pidFile, pathText)],
  logs: [
    option('out_file', 'restart', ({ logs }) => logs.out, pathText),
    option('error_file', 'restart', ({ logs }) => logs.error, pathText),
    option('log_file', 'restart', ({ logs }) => logs.combined, pathText),
    option('merge_logs', 'restart', ({ logs }) => logs.merge === true),
    option('log_date_format', 'restart', ({ logs }) => logs.dateFormat),
    option('log_type', 'restart', ({ logs }) => (logs.json ? 'json' : 'raw')),
    option('disable_logs', 'restart', ({ logs }) => logs.disabled),
  ],

  namespace: [option('namespace', 'live', (spec) => spec.namespace)],
  appendEnvToName: [option('append_env_to_name', 'live', (spec) => spec.appendEnvToName)],
  autostart: [option('autostart', 'live', (spec) => spec.autostart)],
  autorestart: [option('autorestart', 'live', (spec) => spec.autorestart)],
  oneShot: [option('one_shot', 'live', (spec) => spec.oneShot)],
  stopExitCodes: [option('stop_exit_codes', 'live', (spec) => filled(spec.stopExitCodes), joined)],
  minUptimeMs: [option('min_uptime', 'live', (spec) => spec.minUptimeMs, durationText)],
  maxRestarts: [
    option(
      'max_restarts',
      'live',
      (spec) => spec.maxRestarts,
      (count) => (count === Number.MAX_SAFE_INTEGER ? 'unlimited' : String(count)),
    ),
  ],
  restartDelayMs: [option('restart_delay', 'live', (spec) => spec.restartDelayMs, durationText)],
  expBackoffMs: [option('exp_backoff_restart_delay', 'live', (spec) => spec.expBackoffMs, durationText)],
  killTimeoutMs: [option('kill_timeout', 'live', (spec) => spec.killTimeoutMs, durationText)],
  killRetryMs: [option('kill_retry_time', 'live', (spec) => spec.killRetryMs, durationText)],
  killSignal: [option('kill_signal', 'live', (spec) => spec.killSignal)],
  shutdownWithMessage: [option('shutdown_with_message', 'live', (spec) => spec.shutdownWithMessage)],
  treekill: [option('treekill', 'live', (spec) => spec.treekill)],
  listenTimeoutMs: [option('listen_timeout', 'live', (spec) => spec.listenTimeoutMs, durationText)],
  waitReady: [option('wait_ready', 'live', (spec) => spec.waitReady)],
  healthCheck: [option('health_check', 'live', (spec) => spec.healthCheck, healthCheckText)],
  dependsOn: [option('depends_on', 'live', (spec) => filledRecord(spec.dependsOn), dependenciesText)],
  maxMemoryBytes: [option('max_memory_restart', 'live', (spec) => spec.maxMemoryBytes, sizeText)],
  cron: [option('cron_restart', 'live', (spec) => spec.cron)],
  watch: [option('watch', 'live', ({ watch }) => watch?.paths ?? null, watchText)],
  watchRules: [
    option('ignore_watch', 'live', ({ watchRules }) => filled(watchRules.ignore), joined),
    option('watch_delay', 'live', ({ watchRules }) => watchRules.delayMs, durationText),
    option(
      'watch_options',
      'live',
      ({ watchRules }) => filledRecord(watchRules.options),
      (options) => JSON.stringify(options),
    ),
  ],
  // It may hold variables.
  dev: [{ option: 'dev', need: 'live', value: (spec) => spec.dev, text: () => null }],
};

/**
 * Whether every instance that has a port of `before` would be given the same one by `after`: a range that starts
 * where it did, or an `auto:` range that grows.
 */
export function keepsPorts(before: PortSpec | null, after: PortSpec | null): boolean {
  if (before?.kind === 'range' && after?.kind === 'range') return before.from === after.from;
  if (before?.kind === 'auto' && after?.kind === 'auto') {
    return after.from <= before.from && before.to <= after.to;
  }
  return isDeepStrictEqual(before, after);
}

function option<T>(
  name: string,
  need: Need,
  value: (spec: AppSpec) => T | null,
  text: (value: T, spec: AppSpec) => string = String,
): SpecOption {
  return {
    option: name,
    need,
    value,
    text: (spec) => {
      const found = value(spec);
      return found === null ? null : text(found, spec);
    },
  };
}

function words(name: string, need: Need, value: (spec: AppSpec) => readonly string[]): SpecOption {
  return option(name, need, (spec) => filled(value(spec)), wordsText);
}

function filled<T>(list: readonly T[]): readonly T[] | null {
  return list.length === 0 ? null : list;
}

function filledRecord<T extends object>(record: T): T | null {
  return Object.keys(record).length === 0 ? null : record;
}

function joined(list: readonly unknown[]): string {
  return list.join(', ');
}
