import { extname } from 'node:path';
import type { Dialect } from '../appSpec.ts';
import type { Translate } from '../translate.ts';
import { findApps } from '../findApps.ts';
import { findOption } from '../optionTable.ts';
import type { PlainValue } from '../write/style.ts';
import type { CommentedObject, CommentedProperty, CommentedValue } from './commentedValue.ts';
import { plainOf, propertyNamed, silent, uncommented } from './commentedValue.ts';
import { toPm2, toPmdaemon } from './dialectValues.ts';
import type { Change } from './dialectValues.ts';
import { pm2Program, pmdaemonProgram } from './dialectPrograms.ts';
import type { CommentedFile } from './readCommented.ts';

export interface DialectFacts {
  /** How many instances "max" is for a tool that wants a number. */
  readonly cpus: number;
  readonly t: Translate;
}

/** A file as the other tool takes it, and what it does not take, as sentences. */
export interface DialectConversion {
  readonly file: CommentedFile;
  readonly notes: readonly string[];
}

const tools: Readonly<Record<Dialect, string>> = { pm2: 'PM2', pmdaemon: 'PMDaemon' };

/**
 * The apps of a file with options and values as another tool takes them. What that tool does not know stays in the
 * file as comments at the end of the app.
 */
export function convertDialect(file: CommentedFile, to: Dialect, facts: DialectFacts): DialectConversion {
  const { t } = facts;
  const found = appsIn(file.root);
  const notes: string[] = [];
  const items = found.apps.map(({ property, key }) => {
    const { value, before, beside } = property;
    if (value.kind !== 'object') return { value, before, beside };
    const app = key === null || propertyNamed(value, 'name') !== undefined ? value : named(value, key);
    return { value: convertApp(app, to, { facts, notes }), before, beside };
  });
  const tool = tools[to];
  const kept = to === 'pm2' ? found.others : [];
  for (const { key } of to === 'pm2' ? [] : found.others)
    notes.push(t('"{0}" is left out: {1} does not know it.', key, tool));
  const apps: CommentedProperty = {
    ...silent,
    ...found.remarks,
    key: 'apps',
    value: { kind: 'list', items, tail: found.tail },
  };
  return { file: { ...file, root: { kind: 'object', properties: [apps, ...kept], tail: [] } }, notes };
}

interface FoundApps {
  readonly apps: readonly {
    readonly property: Omit<CommentedProperty, 'key'>;
    readonly key: string | null;
  }[];
  /** What stands beside the apps. */
  readonly others: readonly CommentedProperty[];
  readonly remarks: Partial<Pick<CommentedProperty, 'before' | 'beside'>>;
  readonly tail: readonly string[];
}

/** The apps in whichever form the file has them; see `findApps`. */
function appsIn(root: CommentedValue): FoundApps {
  if (root.kind === 'list')
    return {
      apps: root.items.map((property) => ({ property, key: null })),
      others: [],
      remarks: {},
      tail: root.tail,
    };
  const none = { others: [], remarks: {}, tail: [] };
  if (root.kind === 'scalar') return { apps: [], ...none };
  const [first] = findApps(plainOf(root)) ?? [];
  const wrapper = propertyNamed(root, String(first?.path[0] ?? 'apps'));
  if (wrapper === undefined || first?.path.length === 0)
    return { apps: [{ property: { value: root, ...silent }, key: null }], ...none };
  const { value, ...remarks } = wrapper;
  const others = root.properties.filter((property) => property !== wrapper);
  if (value.kind === 'object' && first?.path.length === 2 && typeof first.path[1] === 'string') {
    const apps = value.properties.map((property) => ({ property, key: property.key }));
    return { apps, others, remarks, tail: [...value.tail, ...root.tail] };
  }
  const inner = appsIn(value);
  return { ...inner, others: [...others, ...inner.others], remarks, tail: [...inner.tail, ...root.tail] };
}

function named(app: CommentedObject, name: string): CommentedObject {
  return {
    ...app,
    properties: [{ key: 'name', value: { kind: 'scalar', value: name }, ...silent }, ...app.properties],
  };
}

function convertApp(
  app: CommentedObject,
  to: Dialect,
  { facts, notes }: { facts: DialectFacts; notes: string[] },
): CommentedObject {
  const { t } = facts;
  const name = nameOf(app);
  const dropped: string[] = [];
  const drop = (property: CommentedProperty, reason: string): readonly CommentedProperty[] => {
    const written = `${property.key}: ${JSON.stringify(plainOf(property.value))}`;
    dropped.push(...property.before, `${written} (${reason})`);
    notes.push(t('"{0}" of "{1}": {2}.', property.key, name, reason));
    return [];
  };
  const program = to === 'pm2' ? pm2Program(plainOf(app)) : pmdaemonProgram(plainOf(app));
  const properties = app.properties.flatMap((property): readonly CommentedProperty[] => {
    const { key } = property;
    const option = findOption(key);
    if (option === undefined)
      return to === 'pm2' || !key.startsWith('env_')
        ? [property]
        : drop(property, t('{0} does not know it', tools[to]));
    const known = program[option.name];
    if (known !== undefined)
      return known === null ? [] : [{ ...property, key: option.name, value: uncommented(known) }];
    if (!option.origins.includes(to)) return drop(property, t('{0} does not know it', tools[to]));
    const spelling = to === 'pm2' ? option.name : ({ uid: 'user', gid: 'group' }[option.name] ?? option.name);
    const value = plainOf(property.value);
    const change: Change = to === 'pm2' ? toPm2(option, value) : toPmdaemon(option, value, facts);
    if ('dropped' in change) return drop(property, change.dropped(t));
    const isSame = JSON.stringify(change.value) === JSON.stringify(value);
    const changed = isSame ? property.value : withRemarks(change.value, property.value);
    if (change.note !== undefined) notes.push(t('"{0}" of "{1}": {2}.', key, name, change.note(t)));
    const added = Object.entries(change.more ?? {})
      .filter(([more]) => propertyNamed(app, more) === undefined)
      .map(([more, item]) => ({ key: more, value: uncommented(item), ...silent }));
    return [{ ...property, key: spelling, value: changed }, ...added];
  });
  const written = new Set(properties.map(({ key }) => key));
  const more = Object.entries(program).flatMap(([key, value]) =>
    value === null || written.has(key) ? [] : [{ key, value: uncommented(value), ...silent }],
  );
  const all = [...properties, ...more];
  const complete =
    to === 'pmdaemon' && !all.some(({ key }) => key === 'name')
      ? named({ ...app, properties: all }, name).properties
      : all;
  return { kind: 'object', properties: complete, tail: [...app.tail, ...dropped] };
}

/** A changed object with the comments that it had. */
function withRemarks(value: PlainValue, before: CommentedValue): CommentedValue {
  const bare = uncommented(value);
  if (bare.kind !== 'object' || before.kind !== 'object') return bare;
  const properties = bare.properties.map((property) => ({
    ...propertyNamed(before, property.key),
    ...property,
    ...remarksOf(before, property.key),
  }));
  return { kind: 'object', properties, tail: before.tail };
}

function remarksOf(object: CommentedObject, key: string): Pick<CommentedProperty, 'before' | 'beside'> {
  const { before, beside } = propertyNamed(object, key) ?? silent;
  return { before, beside };
}

/** Its name, or that of its script without the extension. */
function nameOf(app: CommentedObject): string {
  const text = (option: string): string | undefined => {
    const found = app.properties.findLast(({ key }) => findOption(key)?.name === option)?.value;
    return found?.kind === 'scalar' && found.value !== null ? String(found.value).trim() : undefined;
  };
  const script = text('script')?.split(/\s+/).at(-1)?.split(/[\\/]/).at(-1) ?? 'app';
  return text('name') ?? (script.slice(0, script.length - extname(script).length) || script);
}
