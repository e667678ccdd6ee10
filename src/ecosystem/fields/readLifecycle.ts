import type { AppSpec } from '../appSpec.ts';
import { scalarText } from '../optionReader.ts';
import type { OptionReader } from '../optionReader.ts';
import { parseCron } from '../parseCron.ts';

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
  | 'cron'
>;

/** When an app starts, restarts and stops. Zero means zero; a negative `max_restarts` means no limit. */
export function readLifecycle(read: OptionReader, base: AppSpec): LifecycleFields {
  const maxRestarts = read.whole('max_restarts') ?? base.maxRestarts;
  const backoff = read.duration('exp_backoff_restart_delay');
  return {
    autostart: read.flag('autostart') ?? base.autostart,
    autorestart: read.flag('autorestart') ?? base.autorestart,
    stopExitCodes:
      read.parsed('stop_exit_codes', 'a number or a list of numbers', exitCodes) ?? base.stopExitCodes,
    minUptimeMs: read.duration('min_uptime') ?? base.minUptimeMs,
    maxRestarts: maxRestarts < 0 ? Number.MAX_SAFE_INTEGER : maxRestarts,
    restartDelayMs: read.duration('restart_delay') ?? base.restartDelayMs,
    expBackoffMs: backoff === undefined ? base.expBackoffMs : backoff === 0 ? null : backoff,
    killTimeoutMs: read.duration('kill_timeout') ?? base.killTimeoutMs,
    killRetryMs: read.duration('kill_retry_time') ?? base.killRetryMs,
    killSignal:
      read.parsed('kill_signal', 'the name of a signal, such as "SIGTERM"', signalName) ?? base.killSignal,
    shutdownWithMessage: read.flag('shutdown_with_message') ?? base.shutdownWithMessage,
    treekill: read.flag('treekill') ?? base.treekill,
    listenTimeoutMs: read.duration('listen_timeout') ?? base.listenTimeoutMs,
    waitReady: read.flag('wait_ready') ?? base.waitReady,
    oneShot: read.flag('one_shot') ?? base.oneShot,
    cron: readCron(read, base.cron),
  };
}

function exitCodes(value: unknown): readonly number[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : (scalarText(value)?.split(/[\s,]+/) ?? []);
  const codes = list.map((code) => (scalarText(code)?.trim() === '' ? NaN : Number(scalarText(code))));
  return codes.every(Number.isInteger) && (codes.length > 0 || Array.isArray(value)) ? codes : undefined;
}

function signalName(value: unknown): string | undefined {
  const signal = typeof value === 'string' ? value.trim().toUpperCase() : '';
  const name = signal.startsWith('SIG') ? signal : `SIG${signal}`;
  return /^SIG[A-Z][A-Z0-9]+$/.test(name) ? name : undefined;
}

function readCron(read: OptionReader, base: string | null): string | null {
  const value = read.value('cron_restart');
  if (value === undefined) return base;
  const pattern = value === false ? '' : scalarText(value)?.trim();
  if (pattern === '' || pattern === '0') return null;
  const check = pattern === undefined ? undefined : parseCron(pattern);
  if (pattern !== undefined && check?.ok === true) return pattern;
  const why = check?.ok === false ? ` (${check.reason})` : '';
  read.reject('cron_restart', `a cron pattern such as "0 3 * * *" or "@daily"${why}`);
  return base;
}
