import { membersOf } from '../shape/shape.ts';
import type { Shape } from '../shape/shape.ts';
import { shapeAt } from '../shape/shapeAt.ts';
import { nodeAtPath } from '../tree/locate.ts';
import { propertyOf } from '../tree/node.ts';
import { languageOf } from '../tree/parseTree.ts';
import { plainValue } from '../tree/plainValue.ts';
import type { CompletionFacts } from './completionFacts.ts';
import type { CompletionItem, Draft } from './completionItem.ts';
import { itemAt } from './completionItem.ts';
import { contextOf } from './context.ts';
import type { Context } from './context.ts';
import type { Cursor, KeyCursor } from './cursor.ts';
import { cursorAt } from './cursorAt.ts';
import { keyDrafts, optionSnippetDrafts, patternDrafts } from './keyItems.ts';
import type { Written } from './keyItems.ts';
import { headerDrafts, newTableDrafts } from './tableItems.ts';
import { valueDrafts } from './valueItems.ts';

/**
 * What can be written at an offset of an ecosystem file, in the order in which it is to be offered. Nothing in
 * comments, in code that is no part of what the file exports, and in files of no known kind.
 */
export function completionsAt(
  text: string,
  path: string,
  offset: number,
  facts: CompletionFacts,
): readonly CompletionItem[] {
  const language = languageOf(path);
  const cursor = language === null ? null : cursorAt(text, language, offset);
  if (cursor === null || declares(text, cursor)) return [];
  const drafts = draftsAt(cursor, contextOf(cursor, path, facts));
  return drafts
    .map((draft) => itemAt(cursor, draft))
    .sort((a, b) => (a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : 0));
}

/** `export const apps` makes a property of the module, and is none of an object. */
function declares(text: string, { kind, language, replace }: Cursor): boolean {
  const isScript = language === 'javascript' || language === 'typescript';
  if (!isScript || kind !== 'key') return false;
  return /(?:\b(?:const|let|var|function|class)\s+|\.\s*)$/.test(
    text.slice(Math.max(0, replace.start - 40), replace.start),
  );
}

function draftsAt(cursor: Cursor, context: Context): readonly Draft[] {
  if (cursor.kind === 'header') return headerDrafts(cursor, context);
  const shape = shapeAt(cursor.path, context.dialect, cursor.root);
  if (cursor.kind === 'value') return shape === undefined ? [] : valueDrafts(shape, cursor, context);
  const tables = cursor.mayStartTable ? newTableDrafts(cursor, context) : [];
  return shape === undefined ? tables : [...keysAt(cursor, shape, context), ...tables];
}

function keysAt(cursor: KeyCursor, shape: Shape, context: Context): readonly Draft[] {
  const members = membersOf(shape);
  if (members === undefined) return [];
  const found = nodeAtPath(cursor.root, cursor.path)?.node;
  const object = found?.kind === 'object' ? found : undefined;
  const written: Written = {
    keys: cursor.keys,
    hasValue: cursor.hasValue,
    valueOf: (name) => object && plainValue(propertyOf(object, name)?.value ?? null),
  };
  return [
    ...keyDrafts(members, written, context),
    ...patternDrafts(members, written, context),
    ...(shape.type === 'app' ? optionSnippetDrafts(written, context) : []),
    // TOML writes apps as tables, not as a list.
  ].filter(({ label }) => !(cursor.mayStartTable && label === 'apps'));
}
