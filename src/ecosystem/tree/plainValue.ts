import type { Node } from './node.ts';

/**
 * The value that a tree stands for, as a parser of data would give it. What is not known, or not written yet, is
 * undefined; in a list it keeps its place, so that paths are those of the tree. `unwritten` is what a property without a
 * value has.
 */
export function plainValue(node: Node | null, unwritten?: null): unknown {
  switch (node?.kind) {
    case 'string':
    case 'number':
    case 'boolean':
      return node.value;
    case 'null':
      return null;
    case 'array':
      return node.items.map((item) => plainValue(item, unwritten));
    case 'object':
      return Object.fromEntries(
        node.properties.map(({ key, value }) => [
          key.value,
          value === null ? unwritten : plainValue(value, unwritten),
        ]),
      );
    case 'unknown':
    case undefined:
      return undefined;
  }
}
