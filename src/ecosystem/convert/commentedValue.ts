import { isList, isObject } from '../write/style.ts';
import type { PlainValue } from '../write/style.ts';

/** A value with what is said of its parts. */
export type CommentedValue =
  | { readonly kind: 'scalar'; readonly value: string | number | boolean | null }
  | CommentedList
  | CommentedObject;

export interface CommentedList {
  readonly kind: 'list';
  readonly items: readonly CommentedItem[];
  /** Behind the last item. */
  readonly tail: readonly string[];
}

export interface CommentedObject {
  readonly kind: 'object';
  readonly properties: readonly CommentedProperty[];
  readonly tail: readonly string[];
}

export interface CommentedItem {
  readonly value: CommentedValue;
  /** Lines above it. */
  readonly before: readonly string[];
  /** On its own line; empty for none. */
  readonly beside: string;
}

export interface CommentedProperty extends CommentedItem {
  readonly key: string;
}

export function propertyNamed(object: CommentedObject, key: string): CommentedProperty | undefined {
  return object.properties.find((property) => property.key === key);
}

/** A value of data, with no comments. */
export function uncommented(value: PlainValue): CommentedValue {
  if (isList(value)) {
    const items = value.map((item) => ({ value: uncommented(item), ...silent }));
    return { kind: 'list', items, tail: [] };
  }
  if (isObject(value)) {
    const properties = Object.entries(value).map(([key, item]) => ({
      key,
      value: uncommented(item),
      ...silent,
    }));
    return { kind: 'object', properties, tail: [] };
  }
  return { kind: 'scalar', value };
}

/** What is said of a part that has no comments. */
export const silent = { before: [], beside: '' } as const;

/** The data of a value. */
export function plainOf(value: CommentedValue): PlainValue {
  switch (value.kind) {
    case 'scalar':
      return value.value;
    case 'list':
      return value.items.map((item) => plainOf(item.value));
    case 'object':
      return Object.fromEntries(value.properties.map((property) => [property.key, plainOf(property.value)]));
  }
}
