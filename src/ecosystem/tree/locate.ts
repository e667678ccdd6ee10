import type { ValuePath } from '../report.ts';
import type { Node, PropertyNode } from './node.ts';
import { propertyOf } from './node.ts';

export type AnyNode = Node | PropertyNode;

/** A node with the way to it from the root. */
export interface Place {
  /** From the root to the node itself. */
  readonly chain: readonly AnyNode[];
  /** The path of the node's value; for a property that of its value. Below an unknown node it is that node's. */
  readonly path: ValuePath;
}

/** The smallest node that holds an offset, or ends there; undefined when there is none. */
export function placeAt(root: Node | null, offset: number): Place | undefined {
  let best: Place | undefined;
  let smallest = Infinity;
  for (const place of places(root)) {
    const { start, end } = nodeOf(place);
    if (offset < start || offset > end || end - start > smallest) continue;
    best = place;
    smallest = end - start;
  }
  return best;
}

/** The node a place is about. */
export function nodeOf({ chain }: Place): AnyNode {
  const node = chain.at(-1);
  if (node === undefined) throw new RangeError('a place has at least the root');
  return node;
}

/** Every node that can be reached from the root, parents first. A shared one comes once, by its first way. */
export function* places(root: Node | null): Generator<Place> {
  if (root === null) return;
  const seen = new Set<AnyNode>();
  // A stack of its own: files may be nested deeper than calls can be.
  const open: Place[] = [{ chain: [root], path: [] }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const node = nodeOf(place);
    if (seen.has(node)) continue;
    seen.add(node);
    yield place;
    open.push(...childrenOf(node, place).toReversed());
  }
}

function childrenOf(node: AnyNode, { chain, path }: Place): readonly Place[] {
  const below = (child: AnyNode, ...keys: ValuePath): Place => ({
    chain: [...chain, child],
    path: [...path, ...keys],
  });
  const parts = ('parts' in node ? (node.parts ?? []) : []).map((part) => below(part));
  switch (node.kind) {
    case 'object':
      return [...node.properties.map((property) => below(property, property.key.value)), ...parts];
    case 'property':
      return [below(node.key), ...(node.value === null ? [] : [below(node.value)])];
    case 'array':
      return [...node.items.map((item, index) => below(item, index)), ...parts];
    default:
      return parts;
  }
}

/** The node of the value at a path, and the property that holds it; undefined when nothing stands there. */
export function nodeAtPath(
  root: Node | null,
  path: ValuePath,
): { readonly node: Node | null; readonly property: PropertyNode | null } | undefined {
  let node = root;
  let property: PropertyNode | null = null;
  for (const key of path) {
    if (node?.kind === 'array' && typeof key === 'number') {
      const item = node.items[key];
      if (item === undefined) return undefined;
      node = item;
      property = null;
    } else if (node?.kind === 'object') {
      const found = propertyOf(node, String(key));
      if (found === undefined) return undefined;
      node = found.value;
      property = found;
    } else return undefined;
  }
  return node === null && property === null ? undefined : { node, property };
}
