import type { Dialect } from '../appSpec.ts';
import type { Option } from '../options/option.ts';
import { optionForms } from '../options/optionForms.ts';
import { typeWords } from '../options/typeWords.ts';
import { camelCase, optionGroups, optionTable } from '../optionTable.ts';
import { dependencyMembers, healthCheckMembers, watchOptionsMembers } from './nestedMembers.ts';
import { wordsPattern } from './patterns.ts';
import type { Form, Member, Members, PatternMember, Shape, Source } from './shape.ts';
import { anything, off, plainShape, scalars, typeForms } from './typeForms.ts';
import { variableMembers } from './variables.ts';

/** The options of an app, as the files of a dialect have them. */
export function appMembers(dialect: Dialect): Members {
  return dialect === 'pm2' ? pm2Members() : pmdaemonMembers();
}

const pm2Members = once(() => membersFor('pm2'));
const pmdaemonMembers = once(() => membersFor('pmdaemon'));
const pm2DevMembers = once(() => devMembers('pm2'));
const pmdaemonDevMembers = once(() => devMembers('pmdaemon'));

function membersFor(dialect: Dialect): Members {
  const groups = new Map(
    optionGroups.flatMap(({ title, options }) => options.map((option) => [option, title])),
  );
  const named = optionTable.map((option): Member => ({
    name: option.name,
    aliases: spellingsOf(option),
    shape: optionShape(option, dialect),
    group: groups.get(option) ?? 'Without effect',
    isForeign: !option.origins.includes(dialect),
    isIgnored: option.effect === 'accepted and ignored',
  }));
  return { named, patterned: [profile, own], isOpen: false, needs: [{ when: null, oneOf: ['script'] }] };
}

/** What `dev` may change: everything but itself, and how it swaps. */
function devMembers(dialect: Dialect): Members {
  const { named, ...others } = appMembers(dialect);
  return { ...others, named: [...named.filter(({ name }) => name !== 'dev'), swap], needs: [] };
}

const profile: PatternMember = {
  name: 'env_<profile>',
  pattern: String.raw`^env_(?!file$)\S+$`,
  shape: plainShape(
    'object of variables',
    [{ kind: 'object', members: () => variableMembers }, { kind: 'null' }],
    {
      description: 'Variables that apply over "env" when the app is started with this profile.',
    },
  ),
};

/** For notes and anchors of the user's own. */
const own: PatternMember = {
  name: null,
  pattern: String.raw`^(?:x-|\$)`,
  shape: plainShape('anything', anything()),
};

const swap: Member = {
  name: 'swap',
  aliases: [],
  shape: plainShape('`true` or `false`', [{ kind: 'boolean' }], {
    default: true,
    description:
      'Whether an app that shares its port goes on answering with the old instance while the new one starts.',
  }),
  group: 'Environment',
  isForeign: true,
  isIgnored: false,
};

function optionShape(option: Option, dialect: Dialect): Shape {
  const { name, type, values } = option;
  const examples = optionForms[name] ?? [];
  return {
    type: values === undefined ? typeWords[type] : values.map((value) => `\`"${value}"\``).join(', '),
    forms: formsOf(option, dialect).map((form) => withSource(form, sources[name])),
    description: option.description,
    option,
    default: option.default,
    unit: option.unit ?? null,
    // PMDaemon's own reader takes text only.
    examples: name === 'port' && dialect === 'pmdaemon' ? examples.map(asText) : examples,
    isEnumeration: values !== undefined,
    source: sources[name] ?? null,
  };
}

const asText = <T extends { readonly written: string }>(form: T): T =>
  /^\d+$/.test(form.written) ? { ...form, written: `"${form.written}"` } : form;

function formsOf({ type, values }: Option, dialect: Dialect): readonly Form[] {
  if (values !== undefined) return [{ kind: 'string', pattern: wordsPattern(values) }];
  const objectOf = (members: () => Members): Form => ({ kind: 'object', members });
  switch (type) {
    case 'any':
      return anything();
    case 'environment':
      return [objectOf(() => variableMembers)];
    case 'healthCheck':
      return [objectOf(() => healthCheckMembers), off];
    case 'dependencies':
      return [
        {
          kind: 'array',
          items: plainShape('name of an app', [...scalars, { kind: 'null' }]),
        },
        objectOf(() => dependencyMembers),
        ...scalars,
      ];
    case 'watchOptions':
      return [objectOf(() => watchOptionsMembers)];
    case 'dev':
      return [objectOf(dialect === 'pm2' ? pm2DevMembers : pmdaemonDevMembers)];
    default:
      return typeForms[type];
  }
}

/** What is suggested for the one is suggested for each of several. */
function withSource(form: Form, source: Source | undefined): Form {
  if (form.kind !== 'array' || form.items === null || source === undefined) return form;
  return { ...form, items: { ...form.items, source } };
}

const sources: Readonly<Record<string, Source>> = {
  script: 'script',
  cwd: 'folder',
  interpreter: 'interpreter',
  env_file: 'envFile',
  out_file: 'logFile',
  error_file: 'logFile',
  log_file: 'logFile',
  pid_file: 'file',
  watch: 'watched',
  ignore_watch: 'watched',
  depends_on: 'app',
  namespace: 'namespace',
  increment_var: 'variable',
  filter_env: 'variable',
};

function spellingsOf({ name, aliases }: Option): readonly string[] {
  const all = [name, ...aliases].flatMap((spelling) => [spelling, camelCase(spelling)]);
  return [...new Set(all)].filter((spelling) => spelling !== name);
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
