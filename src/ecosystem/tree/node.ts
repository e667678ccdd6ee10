/**
 * What an ecosystem file says, as far as that can be seen without running it, with the place of every part. Nodes of
 * all five languages look alike. Offsets count UTF-16 units from the start of the text; `end` is exclusive.
 *
 * A node stands where it is written: in JavaScript the value of a constant lies outside of the object that uses it,
 * and several objects may share it. Hence no node knows its parent; see `locate.ts`.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface StringNode extends Span {
  readonly kind: 'string';
  readonly value: string;
}

export interface NumberNode extends Span {
  readonly kind: 'number';
  readonly value: number;
}

export interface BooleanNode extends Span {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export interface NullNode extends Span {
  readonly kind: 'null';
}

/** A value that is known only when the file runs: a call, `process.env.PORT`, one of two. Never wrong. */
export interface UnknownNode extends Span, WithParts {
  readonly kind: 'unknown';
}

/**
 * What is written at a place whose value nobody can know: both branches of a condition, the object given to an unknown
 * call, the list of a conditional spread. Each part stands where its owner stands (it has the owner's path). Parts are
 * for finding things at an offset; what they hold may not come to be, so no problem may be reported in them.
 */
export interface WithParts {
  readonly parts?: readonly Node[];
}

export interface PropertyNode extends Span {
  readonly kind: 'property';
  /** Its span includes the quotes. */
  readonly key: StringNode;
  /** null while the value is not written yet. */
  readonly value: Node | null;
  /** Offset of the `:` or `=`; null when there is none, as in a shorthand property. */
  readonly separator: number | null;
}

export interface ObjectNode extends Span, WithParts {
  readonly kind: 'object';
  /** In the order of the file. Of equal keys the last one counts. */
  readonly properties: readonly PropertyNode[];
  /** It may have more properties, or others, than these: by a spread or a computed key that nobody can know. */
  readonly isOpen: boolean;
  /** It stands for as many apps as a function makes of it, as in `names.map((name) => ({ name }))`. */
  readonly isTemplate?: boolean;
}

export interface ArrayNode extends Span, WithParts {
  readonly kind: 'array';
  readonly items: readonly Node[];
  /** It may have more items, or others, than these. */
  readonly isOpen: boolean;
}

export type ScalarNode = StringNode | NumberNode | BooleanNode | NullNode;
export type Node = ScalarNode | UnknownNode | ObjectNode | ArrayNode;

/** The property that counts for a key: the last one of this name. */
export function propertyOf(object: ObjectNode, key: string): PropertyNode | undefined {
  return object.properties.findLast((property) => property.key.value === key);
}
