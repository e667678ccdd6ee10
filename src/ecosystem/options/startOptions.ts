import type { Option } from './option.ts';

/** When an app starts, and when it counts as ready. */
export const startOptions: readonly Option[] = [
  {
    name: 'autostart',
    aliases: [],
    type: 'boolean',
    default: true,
    origins: ['pm2'],
    effect: 'acted on',
    description: 'Whether starting the whole file starts this app. It can be started by itself in any case.',
    differs: 'In PM2 an app with `autostart: false` cannot be started at all.',
  },
  {
    name: 'depends_on',
    aliases: [],
    type: 'dependencies',
    default: null,
    origins: ['drover'],
    effect: 'acted on',
    description:
      'Apps that come first: a list of names (each must be online), or names with started, online or completed.',
  },
  {
    name: 'wait_ready',
    aliases: [],
    type: 'boolean',
    default: false,
    origins: ['pm2'],
    effect: 'acted on',
    description: "Counts a Node instance as online only once it has called process.send('ready').",
    differs: 'In PM2 it is online after `listen_timeout` all the same; here it has failed to start.',
  },
  {
    name: 'listen_timeout',
    aliases: [],
    type: 'duration',
    unit: 'ms',
    default: 3000,
    origins: ['pm2'],
    effect: 'acted on',
    description: 'How long an instance may take to become ready; when written, being late is a failed start.',
    differs:
      'PM2 takes an instance that is late for online. With a `health_check` 30 s are waited where it is not written.',
  },
  {
    name: 'health_check',
    aliases: [],
    type: 'healthCheck',
    default: null,
    origins: ['pmdaemon', 'drover'],
    effect: 'acted on',
    description:
      'How to tell that an instance is ready and alive: an HTTP request, a TCP connection, a script or a log line.',
    differs:
      'PMDaemon reads it and never runs it, and cannot load the shape it documents. Both shapes work here; `tcp` and `log` are new.',
  },
];
