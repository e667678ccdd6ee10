import type { Node, PropertyNode } from '../../../tree/node.ts';
import type { ExportStatement } from '../../../tree/sourceTree.ts';
import type { Expression, Statement } from '../syntax.ts';
import { collectExports, type Named, type Whole } from './collectExports.ts';
import { unknownAt } from './nodes.ts';
import type { Place, Resolver } from './resolver.ts';

export interface Exported {
  readonly root: Node | null;
  /** null when the file does not export what it holds, or not yet. */
  readonly statement: ExportStatement | null;
}

/** What counts when it is exported by name; other names are then only helpers. */
const meaningful = new Set(['apps', 'pm2', 'deploy', 'static']);

/** What the file hands out, as PM2 and Drover look for it: `apps` by name, then the module, then the default export. */
export function findExport(statements: readonly Statement[], resolver: Resolver): Exported | null {
  const { wholes, names, reexport } = collectExports(statements);
  const modern = names.filter(({ form }) => form === 'export name');
  if (modern.some(({ key }) => key.name === 'apps' || key.name === 'pm2')) return byName(modern, resolver);
  const whole = choose(wholes);
  if (whole !== undefined) {
    const added = names.filter(({ form, start }) => form === 'exports.name' && start > whole.start);
    const others = wholes.filter(({ form, isConditional }) => form === whole.form && isConditional);
    return asWhole(whole, { added, others: whole.isConditional ? others : [whole] }, resolver);
  }
  if (names.length > 0) return byName(names, resolver);
  return reexport === null
    ? (findBare(statements, resolver) ?? findUnexported(resolver))
    : { root: unknownAt(reexport), statement: reexport };
}

/** The last one that surely is, else the first that may be. `module.exports` goes before the default export. */
function choose(wholes: readonly Whole[]): Whole | undefined {
  const sure = wholes.filter(({ isConditional }) => !isConditional);
  const candidates = sure.length > 0 ? sure : wholes.slice(0, 1);
  return candidates.findLast(({ form }) => form === 'module.exports') ?? candidates.at(-1);
}

function asWhole(
  whole: Whole,
  { added, others }: { added: readonly Named[]; others: readonly Whole[] },
  resolver: Resolver,
): Exported {
  const { start, end, form, value } = whole;
  const place = resolver.file;
  if (isRequire(value)) {
    return { root: unknownAt(value), statement: { start, end, form: 're-export', isFunction: false } };
  }
  const roots = others.map((other) => valueOf(other.value, resolver, place));
  const [first = null] = roots;
  let root =
    roots.length > 1
      ? unknownAt(
          value,
          roots.filter((node) => node !== null),
        )
      : first;
  if (root?.kind === 'object' && added.length > 0) {
    root = { ...root, properties: [...root.properties, ...added.map((name) => propertyOf(name, resolver))] };
  }
  return { root, statement: { start, end, form, isFunction: isFunction(value, resolver, place) } };
}

/** The value itself, or what it returns when it is a function. */
function valueOf(value: Expression, resolver: Resolver, place: Place): Node | null {
  if (value.type === 'missing') return null;
  const found = resolver.findFunction(value, place);
  return found === null ? resolver.resolve(value, place) : resolver.callFunction(found, null, value);
}

function isFunction(value: Expression, resolver: Resolver, place: Place): boolean {
  if (resolver.findFunction(value, place) !== null) return true;
  const [first] = value.type === 'call' ? value.args : [];
  const isWrapper =
    value.type === 'call' && value.callee.type === 'name' && value.callee.name.startsWith('define');
  return isWrapper && first !== undefined && resolver.findFunction(first, place) !== null;
}

/** `require('./other')`, or something of it. */
function isRequire(value: Expression): boolean {
  let inner = value;
  while (inner.type === 'member') inner = inner.object;
  return inner.type === 'call' && inner.callee.type === 'name' && inner.callee.name === 'require';
}

function propertyOf({ key, separator, value, valueEnd }: Named, resolver: Resolver): PropertyNode {
  const made = resolver.propertyFor({ key, separator, value }, resolver.file);
  const property = { ...made, end: Math.max(made.end, valueEnd) };
  const found = resolver.findFunction(value, resolver.file);
  if (found === null) return property;
  const returned = resolver.callFunction(found, null, value);
  return { ...property, value: unknownAt(value, [returned]) };
}

/** One object of everything that is exported by name. */
function byName(names: readonly Named[], resolver: Resolver): Exported {
  const isMeaningful = names.some(({ key }) => meaningful.has(key.name));
  const used = isMeaningful ? names.filter(({ key }) => meaningful.has(key.name)) : names;
  const properties = used.map((name) => propertyOf(name, resolver));
  const first = used.find(({ key }) => key.name === 'apps') ?? used[0] ?? names[0];
  const start = Math.min(...properties.map((property) => property.start));
  const end = Math.max(...properties.map((property) => property.end));
  return {
    root: { kind: 'object', start, end, properties, isOpen: false },
    statement: {
      start: first?.start ?? start,
      end: first?.end ?? end,
      form: first?.form ?? 'export name',
      isFunction: first !== undefined && resolver.findFunction(first.value, resolver.file) !== null,
    },
  };
}

/** A file that is nothing but an object or a list. */
function findBare(statements: readonly Statement[], resolver: Resolver): Exported | null {
  for (const statement of statements) {
    if (statement.type !== 'expression') continue;
    const { type } = statement.expression;
    if (type !== 'object' && type !== 'array') continue;
    const { start, end } = statement;
    const root = resolver.resolve(statement.expression, resolver.file);
    return { root, statement: { start, end, form: 'bare', isFunction: false } };
  }
  return null;
}

/** `const apps = […]` in a file that exports nothing yet. */
function findUnexported(resolver: Resolver): Exported | null {
  const binding = resolver.file.scope.bindings.get('apps');
  if (binding?.source.type !== 'value' || binding.source.path.length > 0) return null;
  const { start, end } = binding.source.expression;
  const key = { name: 'apps', start, end: start };
  const value = { type: 'name', start, end, name: 'apps' } as const;
  const property = resolver.propertyFor({ key, separator: null, value }, resolver.file);
  return { root: { kind: 'object', start, end, properties: [property], isOpen: false }, statement: null };
}
