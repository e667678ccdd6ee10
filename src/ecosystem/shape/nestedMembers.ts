import type { OptionForm } from '../options/option.ts';
import { bareWordsPattern, countPattern, durationPattern } from './patterns.ts';
import type { Form, Member, Members, Shape } from './shape.ts';
import { anything, expression, flag, plainShape, positive, scalars, typeForms, whole } from './typeForms.ts';

type Facts = Partial<Shape> & { readonly aliases?: readonly string[]; readonly only?: Member['only'] };

function member(name: string, shape: Shape, { aliases = [], only }: Facts = {}): Member {
  const condition = only === undefined ? {} : { only };
  return { name, aliases, shape, group: '', isForeign: false, isIgnored: false, ...condition };
}

const isCount: Form = { ...whole, minimum: 0 };
const isAboveZero: Form = { ...whole, minimum: 1 };

const flagFacts = (value: boolean, description: string): Shape =>
  plainShape('`true` or `false`', [flag], { default: value, description });

const seconds = (value: number, description: string): Shape =>
  plainShape(
    'time in s',
    [positive, { kind: 'string', pattern: durationPattern }, { kind: 'object', members: () => duration }],
    {
      default: value,
      unit: 's',
      description,
      examples: [{ written: '5', means: 'five seconds; `"5s"` is the same' }],
    },
  );

/** As PMDaemon's binary writes times. */
const duration: Members = {
  named: ['secs', 'nanos'].map((name) => member(name, plainShape('number', [positive]))),
  patterned: [],
  isOpen: true,
  needs: [],
};

const checkTypes: readonly OptionForm[] = [
  { written: '"http"', means: 'healthy when the answer to a request is 2xx' },
  { written: '"tcp"', means: "healthy when the instance's port takes a connection" },
  { written: '"script"', means: 'healthy when a script ends with code 0' },
  { written: '"log"', means: 'ready when a line of output matches an expression' },
];

const checkTypeNames = ['http', 'tcp', 'script', 'log'];

const onlyFor = (...is: readonly string[]): Pick<Member, 'only'> => ({ only: { where: 'check_type', is } });

/** Those of the object that PMDaemon's binary has in the place of a word. */
const nestedCheckType: Members = {
  named: [
    member(
      'type',
      plainShape('kind of check', [{ kind: 'string', pattern: bareWordsPattern(checkTypeNames) }], {
        examples: checkTypes,
        isEnumeration: true,
      }),
    ),
    ...['url', 'script', 'path', 'pattern'].map((name) => member(name, plainShape('text', scalars))),
  ],
  patterned: [],
  isOpen: true,
  needs: [],
};

export const healthCheckMembers: Members = {
  named: [
    member(
      'check_type',
      plainShape(
        'kind of check',
        [
          { kind: 'string', pattern: bareWordsPattern(checkTypeNames) },
          { kind: 'object', members: () => nestedCheckType },
        ],
        {
          description:
            'How the check is made. It may be left out where "url", "script" or "pattern" tells it.',
          examples: checkTypes,
          isEnumeration: true,
        },
      ),
      { aliases: ['checkType', 'type'] },
    ),
    member(
      'url',
      plainShape('text', scalars, {
        description: 'What is asked for; "{PORT}" and "{INDEX}" are those of the instance.',
        examples: [{ written: '"http://127.0.0.1:{PORT}/health"', means: "the instance's own port" }],
      }),
      onlyFor('http', 'tcp'),
    ),
    member(
      'script',
      plainShape('text', scalars, {
        description: 'The command that is run; code 0 is healthy.',
        source: 'script',
      }),
      { aliases: ['path'], ...onlyFor('script') },
    ),
    member(
      'pattern',
      plainShape('regular expression', [...scalars, ...expression.forms], {
        description: 'What a line of output must match for the instance to be ready.',
        examples: [{ written: '"listening on \\\\d+"', means: 'a text and a number' }],
      }),
      { aliases: ['regex', 'log'], ...onlyFor('log') },
    ),
    member('timeout', seconds(30, 'How long one check may take.')),
    member('interval', seconds(30, 'How long to wait between two checks.')),
    member(
      'retries',
      plainShape('whole number', [isCount, { kind: 'string', pattern: countPattern }], {
        default: 3,
        description: 'How many checks in a row may fail before the instance counts as unhealthy.',
      }),
    ),
    member(
      'enabled',
      plainShape('`true` or `false`', typeForms.boolean, {
        default: true,
        description: 'Whether the check is made at all.',
      }),
    ),
  ],
  patterned: [],
  isOpen: false,
  needs: [
    { when: { name: 'check_type', is: 'http' }, oneOf: ['url'] },
    { when: { name: 'check_type', is: 'script' }, oneOf: ['script'] },
    { when: { name: 'check_type', is: 'log' }, oneOf: ['pattern'] },
  ],
};

const milliseconds = (value: number, description: string): Shape =>
  plainShape('time in ms', [isAboveZero], { default: value, unit: 'ms', description });

const awaitWriteFinish: Members = {
  named: [
    member(
      'stabilityThreshold',
      plainShape('time in ms', [isCount], {
        default: 2000,
        unit: 'ms',
        description: 'How long the size of a file must stay the same.',
      }),
    ),
    member('pollInterval', milliseconds(100, 'How often its size is looked at.')),
  ],
  patterned: [],
  isOpen: true,
  needs: [],
};

/** Those of chokidar that Drover decides by itself. */
const decided =
  'persistent ignoreInitial cwd disableGlobbing alwaysStat ignorePermissionErrors atomic useFsEvents'.split(
    ' ',
  );

export const watchOptionsMembers: Members = {
  named: [
    member(
      'usePolling',
      flagFacts(false, 'Looks at files again and again, for drives that tell of no changes.'),
    ),
    member('interval', milliseconds(100, 'How often to look, with "usePolling".')),
    member('binaryInterval', milliseconds(300, 'How often to look at binary files, with "usePolling".')),
    member('followSymlinks', flagFacts(true, 'Whether what lies behind symbolic links is watched.')),
    member(
      'depth',
      plainShape('whole number', [isCount], { description: 'How many levels of folders are watched.' }),
    ),
    member(
      'awaitWriteFinish',
      plainShape('`true`, `false` or object', [flag, { kind: 'object', members: () => awaitWriteFinish }], {
        default: false,
        description: 'Waits until a file has its final size.',
      }),
    ),
    member(
      'ignored',
      plainShape('pattern or list of patterns', typeForms.patterns, {
        description: 'What is left out, as in "ignore_watch".',
        source: 'watched',
      }),
    ),
    member('gitignore', flagFacts(true, 'Whether files that git ignores are left out.')),
    ...decided.map((name): Member => ({
      ...member(name, plainShape('anything', anything(), { description: 'Drover decides this by itself.' })),
      isIgnored: true,
    })),
  ],
  patterned: [],
  isOpen: false,
  needs: [],
};

const conditionForms: readonly OptionForm[] = [
  { written: '"online"', means: 'it must be ready' },
  { written: '"started"', means: 'it need only have been started' },
  { written: '"completed"', means: 'it must have ended with code 0' },
];
const conditions =
  'started online completed service_started service_healthy service_completed_successfully'.split(' ');
const conditionText: Form = { kind: 'string', pattern: `^(?:${conditions.join('|')})$` };
const conditionFacts = {
  description: 'What the app must be before this one is started.',
  examples: conditionForms,
  isEnumeration: true,
} as const;

const composeCondition: Members = {
  named: [member('condition', plainShape('condition', [conditionText], conditionFacts))],
  patterned: [],
  isOpen: true,
  needs: [{ when: null, oneOf: ['condition'] }],
};

/** Names of apps with what each must be. */
export const dependencyMembers: Members = {
  named: [],
  patterned: [
    {
      name: '<app>',
      pattern: '^',
      shape: plainShape(
        'condition',
        [conditionText, { kind: 'object', members: () => composeCondition }],
        conditionFacts,
      ),
    },
  ],
  isOpen: true,
  needs: [],
};
