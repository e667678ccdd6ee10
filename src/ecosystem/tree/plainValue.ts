import type { Node, ObjectNode } from './node.ts';

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
      return plainObject(node, unwritten);
    case 'unknown':
    case undefined:
      return undefined;
  }
}

function plainObject({ properties }: ObjectNode, unwritten?: null): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const { key, value: node } of properties) {
    const value = node === null ? unwritten : plainValue(node, unwritten);
    // Assigned, this name would change what the object is.
    if (key.value === '__proto__')
      Object.defineProperty(object, key.value, {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    else object[key.value] = value;
  }
  return object;
}
