import type { OptionForm } from '../options/option.ts';
import type { Member, Members, Source } from './shape.ts';
import { anything, plainShape } from './typeForms.ts';

interface Variable {
  readonly name: string;
  readonly description: string;
  readonly examples?: readonly OptionForm[];
  readonly source?: Source;
}

/** Variables that many programs read. */
const known: readonly Variable[] = [
  {
    name: 'NODE_ENV',
    description: 'What Node libraries take for the kind of run.',
    examples: ['development', 'production', 'test'].map((mode) => ({ written: `"${mode}"`, means: '' })),
  },
  {
    name: 'PORT',
    description: 'The port that web servers listen on. The option "port" sets it, too, and checks it.',
    examples: [{ written: '3000', means: 'for all instances' }],
  },
  {
    name: 'HOST',
    description: 'The address that web servers listen on.',
    examples: [
      { written: '"127.0.0.1"', means: 'this machine only' },
      { written: '"0.0.0.0"', means: 'every network' },
    ],
  },
  { name: 'TZ', description: 'The time zone of the app.', source: 'timeZone' },
  {
    name: 'LOG_LEVEL',
    description: 'How much many loggers write.',
    examples: ['debug', 'info', 'warn', 'error'].map((level) => ({ written: `"${level}"`, means: '' })),
  },
  {
    name: 'DEBUG',
    description: 'The names that the package "debug" writes about.',
    examples: [{ written: '"*"', means: 'all of them' }],
  },
  {
    name: 'NODE_OPTIONS',
    description: 'Arguments for every Node that the app starts.',
    examples: [{ written: '"--max-old-space-size=512"', means: 'a limit of 512 MB for the heap' }],
  },
  {
    name: 'UV_THREADPOOL_SIZE',
    description: 'How many threads Node has for files, names and cryptography.',
    examples: [{ written: '8', means: 'in place of 4' }],
  },
  {
    name: 'FORCE_COLOR',
    description: 'Colours in the output although it is no terminal.',
    examples: [{ written: '1', means: 'on' }],
  },
  {
    name: 'WEB_CONCURRENCY',
    description:
      'How many workers web servers start; uvicorn, gunicorn and hypercorn are given as many instances.',
    examples: [{ written: '4', means: 'four' }],
  },
  {
    name: 'PYTHONUNBUFFERED',
    description: 'Makes Python write its output at once.',
    examples: [{ written: '1', means: 'on' }],
  },
  {
    name: 'DEV_MODE',
    description: 'Runs the app in DEV_MODE from the start.',
    examples: [{ written: 'true', means: 'on' }],
  },
];

/** Variables of an app: these, and any others. */
export const variableMembers: Members = {
  named: known.map(({ name, description, examples = [], source = null }): Member => ({
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
