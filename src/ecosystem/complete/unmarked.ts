import type { AnyNode } from '../tree/locate.ts';
import type { ArrayNode, Node, ObjectNode, PropertyNode, StringNode } from '../tree/node.ts';

/** A copy of a tree without one of its parts, with the places of another text. A property may be left without value. */
export function unmarked(
  root: Node | null,
  dropped: AnyNode | null,
  back: (offset: number) => number,
): Node | null {
  const copies = new Map<AnyNode, AnyNode>();
  const span = ({ start, end }: AnyNode): { start: number; end: number } => ({
    start: back(start),
    end: back(end),
  });
  const parts = (node: AnyNode): { parts?: readonly Node[] } =>
    'parts' in node && node.parts !== undefined ? { parts: nodes(node.parts) } : {};
  const nodes = (list: readonly Node[]): readonly Node[] => list.filter((node) => node !== dropped).map(copy);

  function copy(node: Node): Node {
    const known = copies.get(node) as Node | undefined;
    if (known !== undefined) return known;
    const made = make(node);
    copies.set(node, made);
    return made;
  }

  function make(node: Node): Node {
    switch (node.kind) {
      case 'object':
        return {
          ...node,
          ...span(node),
          properties: node.properties.filter((property) => property !== dropped).map(property),
          ...parts(node),
        } satisfies ObjectNode;
      case 'array':
        return { ...node, ...span(node), items: nodes(node.items), ...parts(node) } satisfies ArrayNode;
      case 'unknown':
        return { ...node, ...span(node), ...parts(node) };
      default:
        return { ...node, ...span(node) };
    }
  }

  function property(node: PropertyNode): PropertyNode {
    const known = copies.get(node) as PropertyNode | undefined;
    if (known !== undefined) return known;
    const made: PropertyNode = {
      ...node,
      ...span(node),
      key: { ...node.key, ...span(node.key) } satisfies StringNode,
      value: node.value === null || node.value === dropped ? null : copy(node.value),
      separator: node.separator === null ? null : back(node.separator),
    };
    copies.set(node, made);
    return made;
  }

  return root === null || root === dropped ? null : copy(root);
}
