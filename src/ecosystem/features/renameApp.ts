import type { Span } from '../tree/node.ts';
import type { SourceTree } from '../tree/sourceTree.ts';
import { printKey, printText } from '../write/printScalar.ts';
import { usualStyle } from '../write/style.ts';
import { namePlaceAt, namePlaces } from './appNames.ts';
import type { NamePlace } from './appNames.ts';
import type { Edit, Refusal } from './edit.ts';
import type { FeatureFacts } from './featureFacts.ts';
import { literalAt } from './literal.ts';
import { tomlKeySpans } from './tomlKeys.ts';
import { writtenApps } from './writtenApp.ts';

export interface RenameTarget extends Span {
  readonly placeholder: string;
}

type Facts = Pick<FeatureFacts, 'path' | 'dialect' | 't'>;

/** The name at an offset without its quotes; null where no app is named, or why it cannot be changed. */
export function prepareRename(tree: SourceTree, offset: number, facts: Facts): RenameTarget | Refusal | null {
  const place = namePlaceAt(tree, offset);
  if (place === undefined) return null;
  const edits = editsFor(tree, place.name, place.name, facts);
  if ('refused' in edits) return edits;
  const span = literalAt(place.node, tree)?.inner ?? place.node;
  return { start: span.start, end: span.end, placeholder: place.name };
}

/** Gives the app at an offset another name, with every `depends_on` that has the old one; null where none is named. */
export function renameApp(
  tree: SourceTree,
  offset: number,
  newName: string,
  facts: Facts,
): readonly Edit[] | Refusal | null {
  const place = namePlaceAt(tree, offset);
  if (place === undefined) return null;
  const name = newName.trim();
  const { t } = facts;
  if (name === '') return { refused: t('An app needs a name.') };
  if (name === place.name) return [];
  if (writtenApps(tree, facts).some((app) => app.name === name))
    return { refused: t('Another app of this file is named "{0}".', name) };
  return editsFor(tree, place.name, name, facts);
}

function editsFor(tree: SourceTree, name: string, newName: string, facts: Facts): readonly Edit[] | Refusal {
  const { t } = facts;
  const places = namePlaces(tree).filter((place) => place.name === name);
  const definitions = places.filter(({ isDefinition }) => isDefinition);
  if (definitions.length === 0) {
    const isDerived = writtenApps(tree, facts).some((app) => app.name === name);
    return isDerived
      ? { refused: t('"{0}" is named after its script. Give the app a "name" first.', name) }
      : { refused: t('No app of this file is named "{0}".', name) };
  }
  if (definitions.some(({ entry }) => entry?.node.isTemplate === true))
    return { refused: t('The name "{0}" belongs to apps that a function computes.', name) };
  const edits: Edit[] = [];
  for (const place of places) {
    const edit = editsAt(tree, place, newName);
    if (edit === null) return { refused: t('The name "{0}" is computed from several parts.', name) };
    edits.push(...edit);
  }
  return edits.sort((a, b) => a.start - b.start);
}

/** null when the name is not written in one piece. */
function editsAt(
  tree: SourceTree,
  { node, property, entry }: NamePlace,
  newName: string,
): readonly Edit[] | null {
  const { language, text } = tree;
  const style = usualStyle(language);
  // A name that is a key of TOML stands in every header of the app's tables.
  if (language === 'toml' && property !== null && entry !== null) {
    const spans = tomlKeySpans(text, entry.path.map(String));
    return spans?.map((span) => ({ ...span, newText: printKey(newName, style) })) ?? null;
  }
  const literal = literalAt(node, tree);
  if (literal === null) return null;
  const { start, end } = node;
  if (property === null)
    return [{ start, end, newText: printText(newName, { ...style, quote: literal.quote }, true) }];
  const keyStyle = { ...style, quote: literal.quote === '' ? style.quote : literal.quote };
  const key = literal.quote === '' ? printKey(newName, keyStyle, true) : printText(newName, keyStyle, true);
  // `{ web }` stands for `{ web: web }`.
  const isShorthand = property.separator === null && property.value !== null;
  return [{ start, end, newText: isShorthand ? `${key}: ${text.slice(start, end)}` : key }];
}
