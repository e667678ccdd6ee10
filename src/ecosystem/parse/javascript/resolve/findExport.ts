import type { Node, PropertyNode, Span } from '../../../tree/node.ts';
import type { ExportForm, ExportStatement } from '../../../tree/sourceTree.ts';
import type { Expression, NameExpression, Statement } from '../syntax.ts';
import { unknownAt } from './nodes.ts';
import type { Place, Resolver } from './resolver.ts';

export interface Exported {
  readonly root: Node | null;
  /** null when the file does not export what it holds, or not yet. */
  readonly statement: ExportStatement | null;
}

/** A value that is handed out whole. */
interface Whole extends Span {
  readonly form: ExportForm;
  readonly value: Expression;
  readonly isConditional: boolean;
}

/** A value that is handed out under a name. */
interface Named extends Span {
  readonly form: 'export name' | 'exports.name';
  readonly key: NameExpression;
  readonly separator: number | null;
  readonly value: Expression;
  /** Where what is written as the value ends. */
  readonly valueEnd: number;
}

/** What counts when it is exported by name; other names are then only helpers. */
const meaningful = new Set(['apps', 'pm2', 'deploy', 'static']);

/** What the file hands out, as PM2 and Drover look for it: `apps` by name, then the module, then the default export. */
export function findExport(statements: readonly Statement[], resolver: Resolver): Exported | null {
  const { wholes, names, reexport } = collect(statements);
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

function collect(statements: readonly Statement[]): {
  readonly wholes: readonly Whole[];
  readonly names: readonly Named[];
  readonly reexport: ExportStatement | null;
} {
  const wholes: Whole[] = [];
  const names: Named[] = [];
  let reexport: ExportStatement | null = null;
  const add = (statement: Statement, isConditional: boolean): void => {
    const { start, end } = statement;
    switch (statement.type) {
      case 'expression':
        for (const part of sequence(statement.expression)) {
          addAssignments(part, { start, end, isConditional }, wholes, names);
        }
        break;
      case 'exportDefault': {
        const form = statement.isAssignment ? 'export =' : 'export default';
        wholes.push({ start, end, form, value: statement.value, isConditional });
        break;
      }
      case 'exportNames':
        if (statement.isReexport) {
          reexport ??= { start, end, form: 're-export', isFunction: false };
          break;
        }
        for (const { local, exported } of statement.names) {
          const form = wholeForms.get(exported);
          if (form !== undefined) wholes.push({ start, end, form, value: local, isConditional });
          else {
            const key = { ...local, name: exported };
            names.push({
              start,
              end,
              form: 'export name',
              key,
              separator: null,
              value: local,
              valueEnd: local.end,
            });
          }
        }
        break;
      case 'variable':
        if (!statement.isExported) break;
        for (const { target, separator, value } of statement.declarations) {
          if (target.type !== 'name') continue;
          const nothing = { type: 'missing', start: target.end, end: target.end } as const;
          names.push({
            start,
            end,
            form: 'export name',
            key: target,
            separator,
            // By its name, so that what happens to it later is seen.
            value: value === null || value.type === 'missing' ? nothing : target,
            valueEnd: value?.end ?? target.end,
          });
        }
        break;
      case 'function':
        if (!statement.isExported || statement.function.name === null) break;
        names.push({
          start,
          end,
          form: 'export name',
          key: statement.function.name,
          separator: null,
          value: statement.function,
          valueEnd: statement.function.end,
        });
        break;
      case 'nested':
        for (const inner of statement.body) add(inner, true);
        break;
      case 'return':
      case 'names':
        break;
    }
  };
  for (const statement of statements) add(statement, false);
  return { wholes, names, reexport };
}

const wholeForms = new Map<string, ExportForm>([
  ['module.exports', 'module.exports'],
  ['default', 'export default'],
]);

function sequence(expression: Expression): readonly Expression[] {
  return expression.type === 'other' ? expression.inner : [expression];
}

/** `module.exports = exports = value` and `exports.name = value`. */
function addAssignments(
  expression: Expression,
  place: Span & { readonly isConditional: boolean },
  wholes: Whole[],
  names: Named[],
): void {
  for (let part = expression; part.type === 'assignment' && part.operator === '='; part = part.value) {
    const { target, separator, value } = part;
    let last = value;
    while (last.type === 'assignment') last = last.value;
    if (isModuleExports(target)) wholes.push({ ...place, form: 'module.exports', value: last });
    else if (target.type === 'member' && 'type' in target.member && target.member.type === 'name') {
      const isExports = target.object.type === 'name' && target.object.name === 'exports';
      if (!isExports && !isModuleExports(target.object)) continue;
      names.push({
        ...place,
        form: 'exports.name',
        key: target.member,
        separator,
        value: last,
        valueEnd: last.end,
      });
    }
  }
}

function isModuleExports(target: Expression): boolean {
  return (
    target.type === 'member' &&
    target.object.type === 'name' &&
    target.object.name === 'module' &&
    'type' in target.member &&
    target.member.type === 'name' &&
    target.member.name === 'exports'
  );
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
