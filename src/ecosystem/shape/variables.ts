import type { OptionForm } from '../options/option.ts';
import type { Member, Members, Source } from './shape.ts';
import { anything, plainShape } from './typeForms.ts';

interface Variable {
  readonly name: string;
  readonly description: string;
  readonly examples: readonly OptionForm[];
  readonly source: Source | null;
}

/** `examples` are values as written, each with what it means. */
function variable(
  name: string,
  description: string,
  examples: Readonly<Record<string, string>>,
  source: Source | null = null,
): Variable {
  const forms = Object.entries(examples).map(([written, means]): OptionForm => ({ written, means }));
  return { name, description, examples: forms, source };
}

/** Variables that many programs read. */
const known: readonly Variable[] = [
  variable('NODE_ENV', 'What Node libraries take for the kind of run.', {
    '"development"': '',
    '"production"': '',
    '"test"': '',
  }),
  variable('PORT', 'The port that web servers listen on. The option "port" sets it, too, and checks it.', {
    '3000': 'for all instances',
  }),
  variable('HOST', 'The address that web servers listen on.', {
    '"127.0.0.1"': 'this machine only',
    '"0.0.0.0"': 'every network',
  }),
  variable('TZ', 'The time zone of the app.', {}, 'timeZone'),
  variable('LOG_LEVEL', 'How much many loggers write.', {
    '"debug"': '',
    '"info"': '',
    '"warn"': '',
    '"error"': '',
  }),
  variable('DEBUG', 'The names that the package "debug" writes about.', { '"*"': 'all of them' }),
  variable('NODE_OPTIONS', 'Arguments for every Node that the app starts.', {
    '"--max-old-space-size=512"': 'a limit of 512 MB for the heap',
  }),
  variable('UV_THREADPOOL_SIZE', 'How many threads Node has for files, names and cryptography.', {
    '8': 'in place of 4',
  }),
  variable('FORCE_COLOR', 'Colours in the output although it is no terminal.', { '1': 'on' }),
  variable(
    'WEB_CONCURRENCY',
    'How many workers web servers start; uvicorn, gunicorn and hypercorn are given as many instances.',
    { '4': 'four' },
  ),
  variable('PYTHONUNBUFFERED', 'Makes Python write its output at once.', { '1': 'on' }),
  variable('DEV_MODE', 'Runs the app in DEV_MODE from the start.', { true: 'on' }),
];

/** Variables of an app: these, and any others. */
export const variableMembers: Members = {
  named: known.map(({ name, description, examples, source }): Member => ({
    name,
    aliases: [],
    shape: plainShape('value of a variable', anything(), { description, examples, source }),
    group: 'Variables',
    isForeign: false,
    isIgnored: false,
  })),
  patterned: [{ name: null, pattern: '^', shape: plainShape('value of a variable', anything()) }],
  isOpen: true,
  needs: [],
};
