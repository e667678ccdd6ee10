import type { Option } from './option.ts';

/** Where output goes and how lines look. */
export const logOptions: readonly Option[] = [
  {
    name: 'out_file',
    aliases: ['out', 'output', 'out_log'],
    type: 'logFile',
    default: "a file in Drover's state folder",
    origins: ['pm2', 'pmdaemon'],
    effect: 'acted on',
    description: 'The file for standard output; "/dev/null" for none.',
    differs:
      'With several instances the index of the instance goes before the extension, where PM2 puts its own process number.',
  },
  {
    name: 'error_file',
    aliases: ['error', 'err', 'err_file', 'err_log'],
    type: 'logFile',
    default: "a file in Drover's state folder",
    origins: ['pm2', 'pmdaemon'],
    effect: 'acted on',
    description: 'The file for standard error; "/dev/null" for none.',
    differs:
      'With several instances the index of the instance goes before the extension, where PM2 puts its own process number.',
  },
  {
    name: 'log_file',
    aliases: ['log'],
    type: 'logFile',
    default: null,
    origins: ['pm2', 'pmdaemon'],
    effect: 'acted on',
    description:
      'One more file that gets both standard output and standard error; true for one beside the others.',
    differs: "With `true`, the file lies in Drover's state folder beside those of the two streams.",
  },
  {
    name: 'merge_logs',
    aliases: ['combine_logs'],
    type: 'boolean',
    default: null,
    origins: ['pm2'],
    effect: 'acted on',
    description: 'Whether all instances write to the same files instead of one pair for each.',
    differs:
      'PM2 merges by itself when `instances` is absent, `"max"` or 0, and loses `false`; here it is done when asked for.',
  },
  {
    name: 'log_date_format',
    aliases: [],
    type: 'string',
    default: null,
    origins: ['pm2'],
    effect: 'acted on',
    description: 'Puts the time in front of each line, in this format: "YYYY-MM-DD HH:mm:ss".',
    differs:
      'PM2 loses the part of a line that comes without its end, and in cluster mode dates what is written at once as if it were one line.',
  },
  {
    name: 'time',
    aliases: [],
    type: 'boolean',
    default: false,
    origins: ['pm2'],
    effect: 'acted on',
    description: 'Puts the time in front of each line as YYYY-MM-DDTHH:mm:ss.',
  },
  {
    name: 'log_type',
    aliases: [],
    type: 'string',
    values: ['json', 'raw'],
    default: 'raw',
    origins: ['pm2'],
    effect: 'acted on',
    description: 'With "json", each line is written as a JSON object with its time, stream and app.',
    differs: 'PM2 makes one object of whatever it reads at once, here each line is one.',
  },
  {
    name: 'disable_logs',
    aliases: [],
    type: 'boolean',
    default: false,
    origins: ['pm2'],
    effect: 'acted on',
    description: 'Writes no log files; the last lines can still be seen in the editor.',
    differs: 'In PM2 the lines cannot be seen anywhere.',
  },
  {
    name: 'pid_file',
    aliases: ['pid'],
    type: 'path',
    default: null,
    origins: ['pm2', 'pmdaemon'],
    effect: 'acted on',
    description: 'A file that holds the process id while the app runs.',
    differs:
      'With several instances the index of the instance goes before the extension, where PM2 puts its own process number.',
  },
];
