import type { Option } from './option.ts';

/** What follows the exit of an instance, and what restarts one that runs. */
export const restartOptions: readonly Option[] = [
  {
    name: 'autorestart',
    aliases: [],
    type: 'boolean',
    default: true,
    origins: ['pm2', 'pmdaemon'],
    effect: 'acted on',
    description: 'Whether an instance that exits, for whatever reason, is started again.',
    differs:
      'With `false` an instance that has exited is `stopped` in PM2; here it is `completed` after code 0 and `errored` after any other. PMDaemon restarts nothing.',
  },
  {
    name: 'one_shot',
    aliases: [],
    type: 'boolean',
    default: false,
    origins: ['drover'],
    effect: 'acted on',
    description: 'For a task that ends: exit code 0 is success and it is not started again.',
  },
  {
    name: 'stop_exit_codes',
    aliases: [],
    type: 'exitCodes',
    default: null,
    origins: ['pm2'],
    effect: 'acted on',
    description: 'Exit codes after which the app stays stopped.',
    differs: 'PM2 loses a plain `0` and refuses `"1,2"`; both work here.',
  },
  {
    name: 'min_uptime',
    aliases: [],
    type: 'duration',
    unit: 'ms',
    default: 1000,
    origins: ['pm2', 'pmdaemon'],
    effect: 'acted on',
    description: 'An exit sooner than this after the start counts as unstable.',
    differs: 'PM2 refuses numbers below 100, `"500ms"` and `"1.5s"`.',
  },
  {
    name: 'max_restarts',
    aliases: [],
    type: 'integer',
    default: 16,
    origins: ['pm2', 'pmdaemon'],
    effect: 'acted on',
    description:
      'After this many unstable exits in a row the instance is given up as errored; 0 gives up at the first.',
    differs:
      'PM2 takes 0 for 16, and restarts for ever when the delays between restarts are long. Here delays make no difference, and -1 means no limit.',
  },
  {
    name: 'restart_delay',
    aliases: [],
    type: 'duration',
    unit: 'ms',
    default: 0,
    origins: ['pm2', 'pmdaemon'],
    effect: 'acted on',
    description: 'How long to wait before an instance that exited is started again.',
    differs:
      'With a delay, PM2 goes on showing `waiting restart` for an instance it has given up; here it is `errored`.',
  },
  {
    name: 'exp_backoff_restart_delay',
    aliases: [],
    type: 'duration',
    unit: 'ms',
    default: null,
    origins: ['pm2'],
    effect: 'acted on',
    description:
      'The first of delays that grow by half with each restart, up to 15 s; 30 s of uptime start over.',
    differs: 'In PM2 `max_restarts` is never reached with it; here unstable exits count as always.',
  },
  {
    name: 'cron_restart',
    aliases: ['cron'],
    type: 'cron',
    default: null,
    origins: ['pm2'],
    effect: 'acted on',
    description:
      'When to restart the app: five or six cron fields in local time, or a word such as "@daily".',
    differs:
      'PM2 starts stopped apps, too, and does not know `@daily`; here what was stopped stays so, and a task that has ended runs again. A pattern that cannot be read is reported here and has no effect; written as `cron`, it ends the daemon of PM2.',
  },
  {
    name: 'max_memory_restart',
    aliases: [],
    type: 'size',
    unit: 'bytes',
    default: null,
    origins: ['pm2', 'pmdaemon'],
    effect: 'acted on',
    description: 'Restarts an instance whose processes together use more memory than this, such as "512M".',
    differs: 'PM2 measures the first process alone, every 30 s, and refuses `"512MB"` and `"0.5G"`.',
  },
];
