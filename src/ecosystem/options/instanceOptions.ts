import type { Option } from './option.ts';

/** How many instances there are, and what tells them apart. */
export const instanceOptions: readonly Option[] = [
  {
    name: 'instances',
    aliases: [],
    type: 'instances',
    default: 1,
    origins: ['pm2', 'pmdaemon'],
    effect: 'acted on',
    description:
      'How many copies run: a number, "max" or 0 for one per core, or -1 for one less than the cores.',
    differs:
      'When it is absent, `"max"` or 0, `--workers`, `WORKERS` or `WEB_CONCURRENCY` is the number for uvicorn, gunicorn and hypercorn. PM2 never scales when the number in the file changes; applying the file does.',
  },
  {
    name: 'exec_mode',
    aliases: [],
    type: 'string',
    values: ['fork', 'cluster', 'fork_mode', 'cluster_mode'],
    default: '"cluster" for a Node script with a number of "instances", else "fork"',
    origins: ['pm2', 'pmdaemon'],
    effect: 'acted on',
    description: 'Whether the instances share their port ("cluster") or are plain processes ("fork").',
    differs:
      'PM2 runs `npm start` and shell scripts as JavaScript in cluster mode; here several instances of them are refused with what to do instead. Any case is accepted.',
  },
  {
    name: 'port',
    aliases: [],
    type: 'port',
    default: null,
    origins: ['pm2', 'pmdaemon', 'drover'],
    effect: 'acted on',
    description:
      'Sets PORT: one port for all instances, a range such as "3000-3002" with one for each, or "auto:8000-8100" for free ones.',
    differs:
      'PM2 knows one number, the same for all, and PMDaemon only text. Ports of a range and of `auto:` are tested by binding them, and several instances of a program that is not Node share one port through an inherited socket.',
  },
  {
    name: 'scheduling_policy',
    aliases: [],
    type: 'string',
    values: ['rr', 'none'],
    default: 'rr',
    origins: ['drover'],
    effect: 'acted on',
    description:
      'How connections reach clustered Node instances: in turn ("rr") or as the operating system likes ("none").',
  },
  {
    name: 'instance_var',
    aliases: [],
    type: 'string',
    default: 'NODE_APP_INSTANCE',
    origins: ['pm2'],
    effect: 'acted on',
    description: 'The name of the variable that holds the index of the instance.',
    differs: '`PM2_INSTANCE_ID` and `pm_id` hold the index as well, whatever this is.',
  },
  {
    name: 'increment_var',
    aliases: [],
    type: 'string',
    default: null,
    origins: ['pm2'],
    effect: 'acted on',
    description: 'A variable whose value grows by one with each instance, such as PORT.',
    differs:
      'PM2 counts on from the highest value in use; here the index of the instance is added to the value in `env`. `"PORT"` is a range of ports that starts at `port`.',
  },
];
