import { styleAt } from '../complete/cursorStyle.ts';
import type { CursorStyle } from '../complete/cursor.ts';
import type { ObjectNode, PropertyNode } from '../tree/node.ts';
import type { SourceTree } from '../tree/sourceTree.ts';
import { printProperty } from '../write/printValue.ts';
import type { PlainValue, WriteStyle } from '../write/style.ts';
import type { Edit } from './edit.ts';

export type Entry = readonly [key: string, value: PlainValue];

/** Properties as they are to stand in a file: what is written inline is on one line. */
type Print = (style: Style, place: { readonly indentation: string; readonly isInline: boolean }) => string[];

/**
 * The edits that write properties behind those that an object has, in the style of the file. null where there is no
 * safe place: in an object that is not written as one.
 */
export function insertProperties(
  tree: SourceTree,
  object: ObjectNode,
  entries: readonly Entry[],
): readonly Edit[] | null {
  return insert(tree, object, (style, place) =>
    entries.map(([key, value]) => printProperty(key, value, style, place)),
  );
}

/** The same with a property as it is written elsewhere in the file, its further lines without their indentation. */
export function insertWritten(tree: SourceTree, object: ObjectNode, written: string): readonly Edit[] | null {
  return insert(tree, object, ({ newline }, { indentation }) => [
    written.split('\n').join(newline + indentation),
  ]);
}

function insert(tree: SourceTree, object: ObjectNode, print: Print): readonly Edit[] | null {
  const { text, language } = tree;
  const own = object.properties.filter(({ start, end }) => start >= object.start && end <= object.end);
  const isFlow = text[object.start] === '{';
  const style = styleOf(tree, object);
  if (isFlow)
    return text[object.end - 1] === '}' ? insertInBraces(tree, object, { own, print, style }) : null;
  if (language === 'yaml') return insertInBlock(tree, own, { print, style });
  return language === 'toml' ? insertInTable(tree, object, { own, print, style }) : null;
}

type Style = WriteStyle & CursorStyle;

/** How what stands in an object is written. */
export function styleOf({ text, language }: SourceTree, object: ObjectNode): Style {
  const container = text[object.start] === '{' ? object : null;
  return { language, ...styleAt(text, language, { offset: object.start, container }) };
}

function insertInBraces(
  { text, language }: SourceTree,
  object: ObjectNode,
  { own, print, style }: { own: readonly PropertyNode[]; print: Print; style: Style },
): readonly Edit[] {
  const last = lastOf(own);
  const close = object.end - 1;
  const inLine = print(style, { indentation: '', isInline: true });
  if (last === undefined) {
    // Nothing, or only what is spread in: in front of it, so that it is no less in force than it was.
    const rest = text.slice(object.start + 1, close).trim();
    const newText = ` ${inLine.join(', ')}${rest === '' ? ' ' : ','}`;
    return [{ start: object.start + 1, end: rest === '' ? close : object.start + 1, newText }];
  }
  const comma = commaAfter(text, last.end, language);
  const isMultiLine = text.slice(object.start, last.start).includes('\n') && language !== 'toml';
  if (!isMultiLine) {
    if (comma === null) return [at(last.end, `, ${inLine.join(', ')}`)];
    const isLast = text.slice(comma + 1, close).trim() === '';
    return [at(comma + 1, ` ${inLine.join(', ')}${isLast ? '' : ','}`)];
  }
  const indentation = /^[ \t]*/.exec(text.slice(lineStart(text, last.start)))?.[0] ?? '';
  const lines = print(style, { indentation, isInline: false });
  const lead = style.newline + indentation;
  const place = endOfLine(text, comma === null ? last.end : comma + 1, language);
  const body = lines.map((line) => lead + line).join(',');
  if (comma !== null) return [at(place, `${body},`)];
  return place === last.end ? [at(place, `,${body}`)] : [at(last.end, ','), at(place, body)];
}

function insertInBlock(
  { text, language }: SourceTree,
  own: readonly PropertyNode[],
  { print, style }: { print: Print; style: Style },
): readonly Edit[] | null {
  const last = lastOf(own);
  if (last === undefined) return null;
  const indentation = text.slice(lineStart(text, last.start), last.start).replace(/[^\t]/g, ' ');
  const lines = print(style, { indentation, isInline: false });
  const end = last.start + text.slice(last.start, last.end).trimEnd().length;
  const place = endOfLine(text, end, language);
  return [at(place, lines.map((line) => style.newline + indentation + line).join(''))];
}

/** Behind the pairs of the table itself: what follows its sub-tables would belong to these. */
function insertInTable(
  { text, language }: SourceTree,
  object: ObjectNode,
  { own, print, style }: { own: readonly PropertyNode[]; print: Print; style: Style },
): readonly Edit[] {
  const headers = own.filter(({ start }) => text[start] === '[').map(({ start }) => start);
  const first = Math.min(...headers, Infinity);
  const last = lastOf(own.filter(({ start }) => start < first));
  const lines = print(style, { indentation: '', isInline: false });
  const place = endOfLine(text, last?.end ?? lineEnd(text, object.start), language);
  return [at(place, lines.map((line) => style.newline + line).join(''))];
}

const at = (offset: number, newText: string): Edit => ({ start: offset, end: offset, newText });

function lastOf(properties: readonly PropertyNode[]): PropertyNode | undefined {
  return properties.reduce<PropertyNode | undefined>(
    (last, property) => (last === undefined || property.end > last.end ? property : last),
    undefined,
  );
}

/** The comma that follows, with nothing but blanks and comments before it. */
function commaAfter(text: string, offset: number, language: SourceTree['language']): number | null {
  const blank =
    language === 'yaml' || language === 'toml' ? /(?:\s|#[^\n]*)*/y : /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
  blank.lastIndex = offset;
  const end = offset + (blank.exec(text)?.[0].length ?? 0);
  return text[end] === ',' ? end : null;
}

/** Behind a comment that ends the line; where code follows, the offset itself. */
function endOfLine(text: string, offset: number, language: SourceTree['language']): number {
  const end = lineEnd(text, offset);
  const comment =
    language === 'yaml' || language === 'toml' ? /^\s*(?:#|$)/ : /^\s*(?:\/\/|\/\*[^\n]*\*\/\s*$|$)/;
  return comment.test(text.slice(offset, end)) ? end : offset;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end === -1) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}
