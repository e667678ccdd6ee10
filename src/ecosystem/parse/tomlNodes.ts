import type { Node, PropertyNode, Span, StringNode } from '../tree/node.ts';

/** A table or list that may still grow: its parts are scattered over the text. */
export type TomlNode = TomlObject | TomlArray | Node;

export interface TomlProperty {
  readonly key: StringNode;
  readonly value: TomlNode | null;
  readonly separator: number | null;
  /** Where what it holds begins: a header of a table starts at its bracket. */
  readonly start: number;
  readonly end: number;
}

export class TomlObject {
  readonly properties = new Map<string, TomlProperty>();
  readonly span: Span;

  constructor(span: Span) {
    this.span = span;
  }

  add(property: TomlProperty): void {
    this.properties.set(property.key.value, property);
  }
}

export class TomlArray {
  readonly items: TomlNode[] = [];
  readonly span: Span;

  constructor(span: Span) {
    this.span = span;
  }
}

/** The node of what is complete now, with a span that holds all of its parts. */
export function finished(node: TomlNode): Node {
  if (node instanceof TomlObject) {
    const properties = [...node.properties.values()].map(finishedProperty);
    return { kind: 'object', properties, isOpen: false, ...around(node.span, properties) };
  }
  if (node instanceof TomlArray) {
    const items = node.items.map(finished);
    return { kind: 'array', items, isOpen: false, ...around(node.span, items) };
  }
  return node;
}

function finishedProperty({ key, value, separator, start, end }: TomlProperty): PropertyNode {
  const node = value === null ? null : finished(value);
  const span = around({ start, end }, node === null ? [] : [node]);
  return { kind: 'property', key, value: node, separator, ...span };
}

function around(span: Span, parts: readonly Span[]): Span {
  let { start, end } = span;
  for (const part of parts) {
    if (part.start < start) start = part.start;
    if (part.end > end) end = part.end;
  }
  return { start, end };
}
