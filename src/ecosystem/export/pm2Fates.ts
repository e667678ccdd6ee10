import { recogniseWebServer } from '../webServer.ts';
import type { ExportedApp } from './exporter.ts';
import type { Fates } from './setOptions.ts';

/** What becomes of options under PM2 7. Where a sentence says "but", the option is written and does less. */
export const pm2Fates: Fates = {
  name: 'carried',
  script: ({ spec, program }) =>
    !spec.shell && /\s/.test(program.script)
      ? 'has blanks in its path, which PM2 takes for a shell command: it is quoted for that.'
      : null,
  args: ({ spec }) =>
    spec.args.some((word) => word.includes('{FD}'))
      ? 'names {FD}: PM2 hands no socket down, so the program has to open its own.'
      : null,
  cwd: 'carried',
  namespace: 'carried',
  interpreter: ({ spec, sharing }) =>
    sharing === 'cluster' && spec.interpreter !== null && !/^node(?:js)?$/.test(spec.interpreter)
      ? 'is written, but PM2 runs the instances of a cluster on the Node of its daemon.'
      : null,
  node_args: 'carried',
  source_map_support: 'carried',
  uid: 'carried',
  gid: 'carried',
  windowsHide: 'carried',
  instances: sharedSocket,
  exec_mode: 'carried',
  port: ({ port, instances, spec }) => {
    if (port?.kind === 'auto') return `is ${port.from} and those after it: PM2 looks for no free ports.`;
    if (port?.kind === 'range' && instances === 1)
      return `is ${port.from}, which is what its one instance has here as well.`;
    if (port?.kind === 'range' && spec.incrementVar === null)
      return `is ${port.from} with "increment_var": the instances count up from there, and go on counting with each one that is added.`;
    return null;
  },
  scheduling_policy:
    'is left out: PM2 takes NODE_CLUSTER_SCHED_POLICY from the environment of its daemon, for all apps.',
  instance_var: 'carried',
  increment_var: 'carried',
  env: ({ spec, env }) => {
    const own = Object.keys({ ...env, ...spec.env }).filter((name) => pm2Fields.has(name));
    if (own.length === 0) return null;
    return `has ${own.join(', ')}, which PM2 takes for settings of its own.`;
  },
  env_file: 'is left out: PM2 reads no such files, so their variables are written into "env".',
  filter_env: ({ spec }) =>
    spec.filterEnv === 'all' ? 'is left out: PM2 cannot drop all variables of the shell.' : null,
  append_env_to_name: 'carried',
  dev: 'is left out: PM2 has no DEV_MODE.',
  autostart: 'carried',
  depends_on: 'is left out: PM2 waits for no other app. The apps stand in the order that it asks for.',
  wait_ready: 'carried',
  listen_timeout: 'is written, but after it PM2 takes the app for online, whether it is ready or not.',
  health_check: 'is left out: PM2 asks no app for its health.',
  autorestart: 'carried',
  one_shot: ({ spec }) =>
    spec.autorestart ? 'is written as "autorestart": PM2 shows the app as stopped when it is done.' : null,
  stop_exit_codes: 'carried',
  min_uptime: ({ spec }) => (spec.minUptimeMs < 100 ? 'is written as 100 ms: PM2 refuses less.' : null),
  max_restarts: ({ spec }) => (spec.maxRestarts === 0 ? 'is written as 1: PM2 takes 0 for 16.' : null),
  restart_delay: 'carried',
  exp_backoff_restart_delay: 'carried',
  cron_restart: ({ spec }) =>
    spec.cron?.startsWith('@') === true && !(spec.cron in cronNames)
      ? `is left out: PM2 does not know ${spec.cron}.`
      : null,
  max_memory_restart: 'is written, but PM2 looks at the first process of an instance only, every 30 seconds.',
  kill_signal:
    'is left out: PM2 stops all apps with SIGINT, or with PM2_KILL_SIGNAL of the environment of its daemon.',
  kill_timeout: 'carried',
  kill_retry_time: 'carried',
  shutdown_with_message: 'carried',
  treekill: 'carried',
  watch: 'is written, but PM2 restarts at every change, also while files are still being written.',
  ignore_watch: ({ spec }) =>
    spec.watchRules.ignore.some((pattern) => pattern.startsWith('re:'))
      ? 'is written without its regular expressions, which PM2 does not know, and with node_modules, which PM2 forgets when there is a list.'
      : 'is written with node_modules, which PM2 forgets when there is a list.',
  watch_delay: 'carried',
  watch_options: 'carried',
  out_file: 'carried',
  error_file: 'carried',
  log_file: 'carried',
  merge_logs: 'carried',
  log_date_format: 'carried',
  log_type: 'carried',
  disable_logs: 'carried',
  pid_file: 'carried',
};

function sharedSocket({ sharing, instances, program }: ExportedApp): string | null {
  if (sharing !== 'socket' || instances === 1) return null;
  return recogniseWebServer(program.script, program.args) === null
    ? `is 1 in place of ${instances}: PM2 has no port that programs other than Node's could share.`
    : `is 1 in place of ${instances}: the server starts as many workers by itself, since PM2 has no port that they could share.`;
}

/** Names that PM2 reads in `env` as its own. */
const pm2Fields = new Set([
  ...['name', 'namespace', 'script', 'args', 'watch', 'instances', 'exec_mode', 'status', 'version'],
  ...['autorestart', 'autostart', 'max_restarts', 'min_uptime', 'merge_logs', 'kill_timeout', 'wait_ready'],
]);

/** What PM2's cron does not know, in its words. */
export const cronNames: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
