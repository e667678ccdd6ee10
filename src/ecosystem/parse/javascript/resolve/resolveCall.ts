import type { Node } from '../../../tree/node.ts';
import type { CallExpression, Expression } from '../syntax.ts';
import { ObjectBuilder, partsOf, unknownAt, withParts } from './nodes.ts';
import type { Place, Resolver } from './resolver.ts';

/** These give back what they are given. */
const transparent = new Set([
  'Object.freeze',
  'Object.seal',
  'Object.preventExtensions',
  'Promise.resolve',
  'structuredClone',
]);

/** Lists stay lists of the same items, but which of them, and in what order, only a run tells. */
const listMethods = new Set(
  'filter concat slice flat reverse sort toReversed toSorted splice toSpliced with'.split(' '),
);

/** The value of a call: of a function of this file, a wrapper, a list method. Any other is unknown. */
export function resolveCall(resolver: Resolver, call: CallExpression, place: Place): Node {
  const { callee, args } = call;
  const found = call.isNew ? null : resolver.findFunction(callee, place);
  if (found !== null) {
    const hasSpread = args.some(({ type }) => type === 'spread');
    const values = hasSpread ? null : args.map((arg) => resolver.resolve(arg, place));
    return resolver.callFunction(found, values, call);
  }
  const name = nameOf(callee);
  const [first] = args;
  if (first !== undefined && (transparent.has(name) || /^define[A-Z]/.test(name))) {
    const inner = resolver.findFunction(first, place);
    return inner === null ? resolver.resolve(first, place) : resolver.callFunction(inner, null, call);
  }
  if (name === 'Object.assign' && (first?.type === 'object' || first?.type === 'call')) {
    return merge(resolver, call, place);
  }
  if (name === 'Array.from') return resolveFrom(resolver, call, place);
  if (callee.type === 'member' && 'type' in callee.member && callee.member.type === 'name') {
    const method = callee.member.name;
    if (method === 'map' || method === 'flatMap') {
      return template(resolver, call, { source: resolver.resolve(callee.object, place), map: first }, place);
    }
    if (listMethods.has(method)) {
      const added = method === 'concat' ? args : [];
      return openList(resolver, call, { list: callee.object, added, isFlat: method === 'flat' }, place);
    }
  }
  return unknownCall(resolver, call, place);
}

/** `freeze` of `Object.freeze`, as it is written; empty for anything longer. */
function nameOf(callee: Expression): string {
  if (callee.type === 'name') return callee.name;
  if (callee.type !== 'member' || callee.object.type !== 'name') return '';
  return 'type' in callee.member && callee.member.type === 'name'
    ? `${callee.object.name}.${callee.member.name}`
    : '';
}

/** What is given to an unknown function may well be what comes out of it. */
function unknownCall(resolver: Resolver, call: CallExpression, place: Place): Node {
  const given = call.args
    .filter(({ type }) => type === 'object' || type === 'array' || type === 'call' || type === 'function')
    .map((arg) => resolver.resolve(arg, place));
  return unknownAt(call, given);
}

function merge(resolver: Resolver, call: CallExpression, place: Place): Node {
  const builder = new ObjectBuilder();
  for (const arg of call.args) {
    if (arg.type === 'spread') builder.open();
    else builder.spread(resolver.resolve(arg, place));
  }
  return builder.build(call);
}

/** `Array.from(list)`, `Array.from({ length: 4 }, (_, index) => ({…}))`. */
function resolveFrom(resolver: Resolver, call: CallExpression, place: Place): Node {
  const [list, map] = call.args;
  if (list === undefined) return unknownCall(resolver, call, place);
  if (map === undefined) return openList(resolver, call, { list }, place);
  return template(resolver, call, { source: unknownAt(list), map }, place);
}

function openList(
  resolver: Resolver,
  call: CallExpression,
  { list, added = [], isFlat = false }: { list: Expression; added?: readonly Expression[]; isFlat?: boolean },
  place: Place,
): Node {
  const lists = [list, ...added].map((item) => resolver.resolve(item, place));
  if (!lists.some(({ kind }) => kind === 'array')) return unknownAt(call, lists);
  const items = lists.flatMap((node) =>
    node.kind === 'array' ? node.items : node.kind === 'object' ? [node] : [],
  );
  return {
    kind: 'array',
    start: call.start,
    end: call.end,
    items: isFlat ? items.flatMap((item) => (item.kind === 'array' ? item.items : [item])) : items,
    isOpen: true,
    ...withParts(lists.flatMap((node) => ('parts' in node ? (node.parts ?? []) : []))),
  };
}

/** `list.map((item) => ({…}))`: what the function returns is a pattern of each item. */
function template(
  resolver: Resolver,
  call: CallExpression,
  { source, map }: { source: Node; map: Expression | undefined },
  place: Place,
): Node {
  const found = map === undefined ? null : resolver.findFunction(map, place);
  if (found === null) return unknownAt(call, partsOf(source));
  const made = resolver.callFunction(found, null, call);
  const candidates = made.kind === 'array' ? made.items : [made];
  const items = candidates
    .filter((node) => node.kind !== 'unknown' || node.parts !== undefined)
    .map((node) => (node.kind === 'object' ? { ...node, isTemplate: true } : node));
  // `(app) => ({ ...common, ...app })`: what it goes through looks like what it makes.
  const isSpread = candidates.some((node) => node.kind === 'object' && node.isOpen);
  const parts = isSpread ? partsOf(source).filter(({ kind }) => kind === 'array') : [];
  return { kind: 'array', start: call.start, end: call.end, items, isOpen: true, ...withParts(parts) };
}
