import type { Option } from './option.ts';

/** The variables of an app, and what it becomes in DEV_MODE. */
export const environmentOptions: readonly Option[] = [
  {
    name: 'env',
    aliases: [],
    type: 'environment',
    default: null,
    origins: ['pm2', 'pmdaemon'],
    effect: 'acted on',
    description: 'Environment variables of the app. Objects and lists are passed as JSON.',
    differs:
      'In PM2 keys such as `name` or `autorestart` change the app itself, and about 30 of its own values are added; here they are variables and nothing more. Removing a key from the file removes it from the app.',
  },
  {
    name: 'env_file',
    aliases: [],
    type: 'strings',
    default: null,
    origins: ['drover'],
    effect: 'acted on',
    description: 'One or more .env files. They win over the shell, and "env" wins over them.',
    differs: 'PM2 takes it for the variables of a profile named "file".',
  },
  {
    name: 'filter_env',
    aliases: [],
    type: 'filter',
    default: false,
    origins: ['pm2'],
    effect: 'acted on',
    description: 'Inherited variables to leave out: a list of names or parts of names, or true for all.',
    differs: '`true` does nothing in PM2, and one string is a whole name there; here it is a part of a name.',
  },
  {
    name: 'append_env_to_name',
    aliases: [],
    type: 'boolean',
    default: false,
    origins: ['pm2'],
    effect: 'acted on',
    description: 'Shows the app as name-profile while it runs with the variables of a profile.',
    differs: 'In PM2 each profile makes another app; here it stays the same app under the name in the file.',
  },
  {
    name: 'dev',
    aliases: [],
    type: 'dev',
    default: null,
    origins: ['drover'],
    effect: 'acted on',
    description:
      'Options that replace the others while the app runs in DEV_MODE. `watch: false` leaves reloading to the app; `swap: false` ends an instance before its successor starts, for an app that cannot run twice at a time.',
  },
];
