import type { Option } from './option.ts';

/** How an instance is ended. */
export const stopOptions: readonly Option[] = [
  {
    name: 'kill_signal',
    aliases: [],
    type: 'signal',
    default: 'SIGINT',
    origins: ['drover'],
    effect: 'acted on',
    description: 'The signal that asks an instance to stop, such as "SIGTERM".',
    differs: 'PM2 has one for all apps, the variable `PM2_KILL_SIGNAL`; PMDaemon always sends SIGTERM.',
  },
  {
    name: 'kill_timeout',
    aliases: [],
    type: 'duration',
    unit: 'ms',
    default: 1600,
    origins: ['pm2', 'pmdaemon'],
    effect: 'acted on',
    description: 'How long an instance may take to end before it is killed.',
    differs: 'PM2 takes 0 for 1600 and refuses `"3s"`; PMDaemon always waits 10 s.',
  },
  {
    name: 'kill_retry_time',
    aliases: [],
    type: 'duration',
    unit: 'ms',
    default: 50,
    origins: ['pm2'],
    effect: 'acted on',
    description: 'How often at least to look whether an instance that was asked to stop is gone.',
    differs:
      'PM2 looks every 100 ms. Here the pauses grow from 2 ms to this, and the end of the process itself is noticed at once.',
  },
  {
    name: 'shutdown_with_message',
    aliases: [],
    type: 'boolean',
    default: false,
    origins: ['pm2'],
    effect: 'acted on',
    description: 'Asks Node instances to stop by the message "shutdown" instead of a signal.',
  },
  {
    name: 'treekill',
    aliases: [],
    type: 'boolean',
    default: true,
    origins: ['pm2'],
    effect: 'acted on',
    description: 'Whether the processes an instance has started are stopped with it.',
    differs: 'Processes that have left the tree of their parent are found and stopped as well.',
  },
];
