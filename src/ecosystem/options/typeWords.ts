import type { OptionType } from './option.ts';

/** Which values an option of a type takes, in Markdown. */
export const typeWords: Readonly<Record<OptionType, string>> = {
  string: 'text',
  boolean: '`true` or `false`',
  integer: 'whole number',
  duration: 'time in ms',
  size: 'size in bytes',
  path: 'path',
  logFile: 'path, `true`, or `false` for none',
  words: 'list, or one text that is split at blanks',
  strings: 'text or list of texts',
  instances: 'whole number or `"max"`',
  port: 'number, range or `auto:` range',
  environment: 'object of variables',
  filter: 'list, text, or `true`',
  exitCodes: 'number or list of numbers',
  watch: '`true`, `false`, path or list of paths',
  patterns: 'list of patterns, or one text with several',
  cron: 'cron pattern, or `false`',
  userId: 'name or number',
  signal: 'name of a signal',
  healthCheck: 'object',
  dependencies: 'name, list of names, or object',
  dev: 'object',
  watchOptions: 'object',
  any: 'anything',
};
