import { appsOf } from '../tree/appsOf.ts';
import type { AppEntry } from '../tree/appsOf.ts';
import type { Node, PropertyNode, Span, StringNode } from '../tree/node.ts';
import type { SourceTree } from '../tree/sourceTree.ts';
import { optionNode } from './writtenApp.ts';

/** A place at which the name of an app is written. */
export interface NamePlace {
  readonly name: string;
  readonly node: StringNode;
  /** Here the app gets its name; elsewhere another app depends on it. */
  readonly isDefinition: boolean;
  /** The property whose key the name is; null where it is a value. */
  readonly property: PropertyNode | null;
  /** Of a definition. */
  readonly entry: AppEntry | null;
}

/** Every place at which an app is named: by `name`, by its key, and in `depends_on`. Each comes once. */
export function namePlaces(tree: SourceTree): readonly NamePlace[] {
  const seen = new Set<StringNode>();
  return appsOf(tree.root)
    .flatMap((entry) => [...definitionOf(entry), ...dependenciesOf(entry)])
    .filter(({ node }) => !seen.has(node) && seen.add(node));
}

/** The place at an offset; undefined where no app is named. */
export function namePlaceAt(tree: SourceTree, offset: number): NamePlace | undefined {
  return namePlaces(tree).find(({ node }) => node.start <= offset && offset <= node.end);
}

function definitionOf(entry: AppEntry): readonly NamePlace[] {
  const { name: node, property } = entry;
  if (node === null) return [];
  const isKey = node === property?.key;
  return [{ name: node.value.trim(), node, isDefinition: true, property: isKey ? property : null, entry }];
}

function dependenciesOf(entry: AppEntry): readonly NamePlace[] {
  const dev = optionNode(entry, 'dev');
  const layers = [entry, ...(dev?.kind === 'object' ? [{ ...entry, node: dev }] : [])];
  return layers.flatMap((layer) => usesIn(optionNode(layer, 'depends_on')));
}

function usesIn(node: Node | null | undefined): readonly NamePlace[] {
  switch (node?.kind) {
    case 'string':
      return [{ name: node.value, node, isDefinition: false, property: null, entry: null }];
    case 'array':
      return node.items.flatMap((item) => (item.kind === 'string' ? usesIn(item) : []));
    case 'object':
      return node.properties.map((property) => ({
        name: property.key.value,
        node: property.key,
        isDefinition: false,
        property,
        entry: null,
      }));
    default:
      return [];
  }
}

/** A place in which the name at an offset is written again. */
export interface NameReference extends Span {
  readonly isDefinition: boolean;
}

/** All places of the name at an offset, itself included; none where no app is named. */
export function referencesAt(tree: SourceTree, offset: number): readonly NameReference[] {
  const place = namePlaceAt(tree, offset);
  return namePlaces(tree)
    .filter(({ name }) => name === place?.name)
    .map(({ node: { start, end }, isDefinition }) => ({ start, end, isDefinition }));
}

/** The app that an entry of `depends_on` is about: where it gets its name; null when no app has it. */
export function definitionAt(tree: SourceTree, offset: number): Span | null {
  const found = referencesAt(tree, offset).find(({ isDefinition }) => isDefinition);
  return found === undefined ? null : { start: found.start, end: found.end };
}
