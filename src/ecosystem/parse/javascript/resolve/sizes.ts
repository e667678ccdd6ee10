import type { Node } from '../../../tree/node.ts';

/** What a node comes to when everything that is shared in it is counted each time. */
export interface Size {
  readonly count: number;
  readonly height: number;
}

/** Sizes are remembered: shared nodes are looked at once. */
export class Sizes {
  readonly #known = new Map<Node, Size>();

  of(node: Node): Size {
    if (node.kind !== 'object' && node.kind !== 'array' && node.kind !== 'unknown')
      return { count: 1, height: 1 };
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    let count = 1;
    let height = 0;
    for (const child of childrenOf(node)) {
      const size = this.of(child);
      count += size.count + 1;
      height = Math.max(height, size.height);
    }
    const size = { count, height: height + 1 };
    this.#known.set(node, size);
    return size;
  }
}

function* childrenOf(node: Node): Generator<Node> {
  if (node.kind === 'object') {
    for (const { value } of node.properties) if (value !== null) yield value;
  } else if (node.kind === 'array') yield* node.items;
  if ('parts' in node) yield* node.parts ?? [];
}
