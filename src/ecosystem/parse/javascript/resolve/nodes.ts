import type { Node, ObjectNode, PropertyNode, ScalarNode, Span, UnknownNode } from '../../../tree/node.ts';

/** What is unknown at a place, with what it may be made of. */
export function unknownAt({ start, end }: Span, candidates: readonly Node[] = []): UnknownNode {
  const parts = candidates.flatMap(partsOf);
  return { kind: 'unknown', start, end, ...withParts(parts) };
}

/** What of a candidate can be looked into: itself, or what it consists of when it is unknown. */
export function partsOf(node: Node): readonly Node[] {
  return node.kind === 'unknown' ? (node.parts ?? []) : [node];
}

export function withParts(parts: readonly Node[]): { readonly parts?: readonly Node[] } {
  return parts.length === 0 ? {} : { parts };
}

export function scalarAt({ start, end }: Span, value: string | number | boolean | null): ScalarNode {
  if (value === null) return { kind: 'null', start, end };
  if (typeof value === 'string') return { kind: 'string', start, end, value };
  return typeof value === 'number'
    ? { kind: 'number', start, end, value }
    : { kind: 'boolean', start, end, value };
}

/** The value of a scalar; undefined for any other node. */
export function scalarOf(node: Node): string | number | boolean | null | undefined {
  if (node.kind === 'null') return null;
  return node.kind === 'string' || node.kind === 'number' || node.kind === 'boolean' ? node.value : undefined;
}

/** Collects the properties of one object, with those of the objects that are spread into it. */
export class ObjectBuilder {
  readonly #properties: PropertyNode[] = [];
  readonly #parts: Node[] = [];
  #isOpen = false;

  add(property: PropertyNode): void {
    this.#properties.push(property);
  }

  /** Something unknown comes in. */
  open(): void {
    this.#isOpen = true;
  }

  spread(node: Node): void {
    if (node.kind === 'object') {
      for (const property of node.properties) this.#properties.push(property);
      this.#isOpen ||= node.isOpen;
      this.#parts.push(...(node.parts ?? []));
    } else if (scalarOf(node) === undefined) {
      this.#isOpen = true;
      this.#parts.push(...partsOf(node).filter(({ kind }) => kind === 'object'));
    }
  }

  build({ start, end }: Span): ObjectNode {
    return {
      kind: 'object',
      start,
      end,
      properties: this.#properties,
      isOpen: this.#isOpen,
      ...withParts(this.#parts),
    };
  }
}
