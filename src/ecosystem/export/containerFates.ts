import { containerOf } from './container.ts';
import { containerCheck } from './containerHealth.ts';
import type { ExportedApp } from './exporter.ts';
import type { Fates, SpecOptionName } from './setOptions.ts';

type Same = Exclude<
  SpecOptionName,
  'depends_on' | 'autostart' | 'cron_restart' | 'max_restarts' | 'restart_delay'
>;

const logs = 'is left out: the log of a container is what it writes to its output.';
const saved = 'is left out: a container has the files of its image, and saving restarts nothing.';

/** What becomes of options wherever an app runs in a container. */
export const containerFates: Readonly<Pick<Fates, Same>> = {
  name: 'carried',
  script: 'carried',
  args: 'carried',
  cwd: 'carried',
  namespace: 'carried',
  interpreter: 'carried',
  node_args: 'carried',
  source_map_support: 'carried',
  uid: 'carried',
  gid: 'carried',
  windowsHide: 'is left out: there are no windows.',
  instances: 'carried',
  exec_mode: 'carried',
  port: ({ spec }) =>
    spec.port?.kind === 'single' && spec.port.port === 0
      ? 'is 0, which leaves the choice to the program: nothing leads to it.'
      : null,
  scheduling_policy: 'is left out: what stands in front of the containers spreads connections over them.',
  instance_var: 'is left out: containers are not numbered.',
  increment_var: ({ spec, port }) =>
    spec.incrementVar === 'PORT' && port !== null
      ? null
      : 'is left out: containers are not numbered, so all have the same value.',
  env: 'carried',
  env_file: 'carried',
  filter_env: 'is left out: a container inherits nothing from a shell.',
  append_env_to_name: 'is left out: the name is that of the file.',
  dev: 'is left out: it is for DEV_MODE on this machine.',
  wait_ready:
    'is left out: nothing listens for process.send(\'ready\') there. A "health_check" says the same.',
  listen_timeout: ({ spec }) =>
    spec.healthCheck?.enabled === true
      ? null
      : 'is left out: without a "health_check" nothing waits for the app.',
  health_check: (app) => {
    if (app.spec.healthCheck?.type === 'log')
      return 'is left out: nothing reads the log of a container for a line.';
    return containerCheck(app, containerOf(app)) === null
      ? 'is left out: without a "port" there is nothing to connect to.'
      : null;
  },
  autorestart: 'carried',
  one_shot: 'carried',
  stop_exit_codes: 'is left out: which exit codes are final cannot be said there.',
  min_uptime: 'is left out: how soon an exit counts as a failure cannot be said there.',
  exp_backoff_restart_delay: 'is left out: the delays between restarts grow by rules of their own there.',
  max_memory_restart: 'carried',
  kill_signal: 'carried',
  kill_timeout: 'carried',
  kill_retry_time: 'is left out: the end of a container is noticed by itself.',
  shutdown_with_message: ({ spec }) =>
    `is left out: a container is asked to stop by a signal, ${spec.killSignal}.`,
  treekill: 'is left out: all processes of a container end with it.',
  watch: saved,
  ignore_watch: saved,
  watch_delay: saved,
  watch_options: saved,
  out_file: logs,
  error_file: logs,
  log_file: logs,
  merge_logs: logs,
  log_date_format: logs,
  log_type: logs,
  disable_logs: logs,
  pid_file: 'is left out: the process of a container is known without it.',
};

/** An image has one version of what runs the app. */
export function versionWish(app: ExportedApp): string | null {
  const { runtime } = containerOf(app);
  return runtime.kind === 'node' && runtime.version !== null
    ? `asks for Node ${runtime.version}, which its image has to have.`
    : null;
}
