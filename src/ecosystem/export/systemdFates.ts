import type { Fates } from './setOptions.ts';
import { setOptions } from './setOptions.ts';
import { systemdCalendar } from './systemdCalendar.ts';
import { unitShape } from './systemdProgram.ts';

const saved = 'is left out: systemd restarts nothing when a file is saved.';
const lines = 'is left out: lines go to their files as they are written; the journal keeps the time of each.';

/** What becomes of options in units of systemd. */
export const systemdFates: Fates = {
  name: 'carried',
  script: 'carried',
  args: 'carried',
  cwd: 'carried',
  namespace: 'carried',
  interpreter: ({ spec }) =>
    /@/.test(spec.interpreter ?? '')
      ? `asks for ${spec.interpreter}: systemd takes the version that it finds, or that "--search-path" leads to.`
      : null,
  node_args: 'carried',
  source_map_support: 'carried',
  uid: 'carried',
  gid: 'carried',
  windowsHide: 'is left out: there are no windows.',
  instances: ({ instances, sharing }) =>
    sharing === 'cluster' && instances > 1
      ? 'is 1: systemd cannot share one port among Node programs, and without an ecosystem file Drover cannot do so for it.'
      : null,
  exec_mode: 'carried',
  port: 'carried',
  scheduling_policy: 'is left out: what accepts first has the connection.',
  instance_var: 'carried',
  increment_var: ({ spec, port }) =>
    spec.incrementVar === 'PORT' && port === null
      ? 'is left out: without a "port" there is nothing to count from.'
      : null,
  env: 'carried',
  env_file: 'carried',
  filter_env: 'is left out: a unit inherits nothing from a shell.',
  append_env_to_name: 'is left out: the name is that of the file.',
  dev: 'is left out: it is for DEV_MODE.',
  autostart: 'carried',
  depends_on: 'carried',
  wait_ready:
    "is left out: systemd does not listen for process.send('ready'), and takes what is started for ready.",
  listen_timeout: 'is left out: systemd takes what is started for ready.',
  health_check: 'is left out: systemd asks no program how it is.',
  autorestart: 'carried',
  one_shot: 'carried',
  stop_exit_codes: 'carried',
  min_uptime: 'carried',
  max_restarts: 'carried',
  restart_delay: 'carried',
  exp_backoff_restart_delay: 'is left out: delays that grow need RestartSteps= of systemd 254.',
  cron_restart: (app) => {
    if (systemdCalendar(app.spec.cron ?? '') === null) return 'is left out: systemd cannot say such a time.';
    const isTask = app.spec.oneShot || !app.spec.autorestart;
    return isTask && unitShape(app) === 'template'
      ? 'is left out: several instances of a task have no unit that a timer could start again.'
      : null;
  },
  max_memory_restart: 'carried',
  kill_signal: 'carried',
  kill_timeout: 'carried',
  kill_retry_time: 'is left out: systemd notices the end of a process by itself.',
  shutdown_with_message: ({ spec }) => `is left out: systemd asks by a signal, ${spec.killSignal}.`,
  treekill: 'carried',
  watch: saved,
  ignore_watch: saved,
  watch_delay: saved,
  watch_options: saved,
  out_file: 'carried',
  error_file: 'carried',
  log_file: ({ spec: { logs } }) =>
    logs.combined === 'default' || (logs.out !== null && logs.error !== null)
      ? 'is left out: systemd writes a stream to one file.'
      : null,
  merge_logs: 'carried',
  log_date_format: lines,
  log_type: lines,
  disable_logs: 'carried',
  pid_file: 'is left out: systemd knows the process without it.',
};

/** Drover goes on to read the file where it runs the instances itself. */
export const supervisedFates: Fates = Object.fromEntries(
  Object.keys(setOptions).map((name) => [name, 'carried']),
) as Record<keyof typeof setOptions, string>;
