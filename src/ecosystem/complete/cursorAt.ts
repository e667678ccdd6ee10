import type { ValuePath } from '../report.ts';
import type { AnyNode } from '../tree/locate.ts';
import { nodeOf, placeAt } from '../tree/locate.ts';
import type { ArrayNode, Node, ObjectNode, PropertyNode, Span } from '../tree/node.ts';
import { parseSource } from '../tree/parseTree.ts';
import type { SourceLanguage, SourceTree } from '../tree/sourceTree.ts';
import type { Cursor, CursorStyle } from './cursor.ts';
import { bracketsAround, commasAround } from './cursorCommas.ts';
import type { Commas } from './cursorCommas.ts';
import { headerAt } from './cursorHeader.ts';
import { styleAt } from './cursorStyle.ts';
import { lineAt, marker, withMark } from './markedText.ts';
import type { MarkedText } from './markedText.ts';
import { marksAt } from './marksAt.ts';
import { unmarked } from './unmarked.ts';

/**
 * What can be written at a place of an ecosystem file, however unfinished the file is: a marker is put there, and the
 * parser says what it becomes. Null in comments, in texts of several lines, and where nothing of the file's apps is.
 */
export function cursorAt(text: string, language: SourceLanguage, offset: number): Cursor | null {
  if (offset < 0 || offset > text.length) return null;
  if (language === 'toml') {
    const header = headerAt(text, offset);
    if (header !== null) return header;
  }
  for (const mark of marksAt(text, language, offset)) {
    const marked = withMark(text, mark);
    const tree = parseSource(marked.text, language);
    const found = find(tree, marked);
    if (found !== null) return describe(text, { tree, marked, found });
  }
  return null;
}

/** The marker in the tree: the name of a property, or a value. */
interface Found {
  readonly kind: 'key' | 'value';
  /** The name's or value's own place. */
  readonly span: Span;
  readonly path: ValuePath;
  /** What the tree is to be without. */
  readonly dropped: AnyNode | null;
  /** The object or list that holds it; null at the root, and for the value of a property. */
  readonly holder: ObjectNode | ArrayNode | null;
  readonly mayStartBlock: boolean;
  /** YAML: `- ` is missing before it. */
  readonly lacksDash: boolean;
}

function find(tree: SourceTree, marked: MarkedText): Found | null {
  if (tree.language === 'json' && tree.text.trim() === marker) return wholeFile(marked);
  const place = placeAt(tree.root, marked.at + 1);
  if (place === undefined) return null;
  const node = nodeOf(place);
  const [outer, parent] = [place.chain.at(-3) ?? null, place.chain.at(-2) ?? null];
  const isWord = tree.text.slice(node.start, node.end).includes(marker);
  if (!isWord || tree.text.slice(node.start, node.end).includes('\n')) return null;
  if (parent?.kind === 'property' && parent.key === node)
    return outer?.kind === 'object'
      ? foundKey(tree, marked, { place, property: parent, object: outer })
      : null;
  if (marked.mark.isKey) return null;
  if (!isOneWord(node, tree)) return null;
  return {
    kind: 'value',
    span: node,
    path: place.path,
    dropped: node,
    holder: holderOf(node, parent, outer),
    mayStartBlock: tree.language === 'yaml' && startsBlock(tree, marked, node),
    lacksDash: false,
  };
}

function wholeFile({ at }: MarkedText): Found {
  const span = { start: at, end: at + marker.length };
  return {
    kind: 'value',
    span,
    path: [],
    dropped: null,
    holder: null,
    mayStartBlock: false,
    lacksDash: false,
  };
}

function foundKey(
  tree: SourceTree,
  marked: MarkedText,
  {
    place,
    property,
    object,
  }: {
    readonly place: { readonly chain: readonly AnyNode[]; readonly path: ValuePath };
    readonly property: PropertyNode;
    readonly object: ObjectNode;
  },
): Found | null {
  const path = place.path.slice(0, -1);
  const key: Found = {
    kind: 'key',
    span: property.key,
    path,
    dropped: property,
    holder: object,
    mayStartBlock: false,
    lacksDash: false,
  };
  // A line that the parser has stumbled over: the name does not fit there.
  if (marked.mark.after.includes('= 0') && property.value?.kind !== 'number') return null;
  if (tree.language !== 'yaml') return key;
  // In brackets a name needs no colon; a mark without one is tried as well.
  if (tree.text.charAt(object.start) === '{') return marked.mark.isKey ? null : key;
  const first = object.properties.find((other) => other !== property && holds(object, other));
  if (first !== undefined && columnOf(tree.text, first.start) !== columnOf(tree.text, property.start))
    return null;
  if (!marked.mark.isKey) return key;
  // Nothing but the half-typed name is there: it may as well be a text, or the first of a list.
  if (first !== undefined || object.start !== property.start) return key;
  const array = place.chain.at(-4);
  const lacksDash = array?.kind === 'array' && !hasDash(tree.text, array, object);
  if (lacksDash && columnOf(tree.text, array.start) !== columnOf(tree.text, object.start)) return null;
  return { ...key, kind: 'value', dropped: object, holder: null, mayStartBlock: true, lacksDash };
}

/** Shared and merged properties stand elsewhere. */
function holds(outer: Span, { start, end }: Span): boolean {
  return outer.start <= start && end <= outer.end;
}

function hasDash(text: string, array: ArrayNode, item: Node): boolean {
  const previous = array.items[array.items.indexOf(item) - 1];
  const between = text.slice(previous?.end ?? array.start, item.start).replace(/(?<=^|\s)#.*/g, '');
  return previous === undefined || /(?:^|\s)-(?:\s|$)/.test(between);
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** Values that only a run decides are looked at only where they are a single word, as while a text is being typed. */
function isOneWord(node: AnyNode, { text, language }: SourceTree): boolean {
  const written = text.slice(node.start, node.end);
  if (node.kind === 'unknown')
    return language === 'yaml' ? /^[^\s[\]{},"']+$/.test(written) : /^(?:[\w$]+|-?[\d.]*\w+)$/.test(written);
  // A blank behind an unquoted text of YAML is no part of it.
  const typed = written.slice(0, written.indexOf(marker));
  if (language === 'yaml' && /^[^"'].*\s$/.test(typed)) return false;
  return node.kind === 'string' && !(language === 'yaml' && /^[|>]/.test(written));
}

function holderOf(
  node: AnyNode,
  parent: AnyNode | null,
  outer: AnyNode | null,
): ObjectNode | ArrayNode | null {
  if (parent?.kind === 'array') return parent;
  return parent?.kind === 'property' && parent.value === node && outer?.kind === 'object' ? outer : null;
}

/** A word behind `- `, or on a line below its key, that a colon may follow. */
function startsBlock({ text }: SourceTree, { at }: MarkedText, { start }: Span): boolean {
  return /^\s*(?:- +)*$/.test(text.slice(at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1, start));
}

function describe(
  text: string,
  { tree, marked, found }: { readonly tree: SourceTree; readonly marked: MarkedText; readonly found: Found },
): Cursor {
  const { back, mark } = marked;
  const { language } = tree;
  const { kind, path, holder, mayStartBlock } = found;
  const offset = back(marked.at);
  const replace = { start: back(found.span.start), end: back(found.span.end) };
  const brackets = holder !== null && isInBrackets(tree, holder) ? holder : null;
  const container =
    brackets === null
      ? null
      : holds(brackets, found.span)
        ? { start: back(brackets.start), end: back(brackets.end) }
        : bracketsAround(text, replace.start, language);
  const style = styleAt(text, language, { offset: replace.start, container });
  const commas = container === null ? null : commasAround(text, { container, item: replace, language });
  const quote = /^["'`]/.exec(text.slice(replace.start, offset))?.[0] ?? null;
  const isItem = typeof path.at(-1) === 'number';
  const shared = {
    language,
    replace,
    word: wordBefore(text, { start: replace.start, end: offset }, quote),
    quote,
    prefix: found.lacksDash ? '- ' : mark.prefix,
    suffix: suffixOf(commas, style, language),
    commaAt: kind === 'key' || isItem ? (commas?.missingAt ?? null) : null,
    root: unmarked(tree.root, found.dropped, back),
    style:
      found.lacksDash || mark.prefix === '- ' ? { ...style, indentation: `${style.indentation}  ` } : style,
  };
  if (kind === 'key') {
    const hasValue = /^[ \t]*[:=]/.test(text.slice(replace.end, replace.end + 200));
    return {
      ...shared,
      kind,
      path,
      suffix: hasValue ? '' : shared.suffix,
      keys: holder?.kind === 'object' ? namesOf(holder, found.dropped) : [],
      hasValue,
      mayStartTable: language === 'toml' && !hasValue && isAloneOnLine(text, replace),
    };
  }
  const items = holder?.kind === 'array' ? holder.items.filter((item) => item !== found.dropped) : [];
  return {
    ...shared,
    kind,
    path,
    items: items.flatMap((item) =>
      item.kind === 'string' || item.kind === 'number' || item.kind === 'boolean' ? [item.value] : [],
    ),
    mayStartBlock,
  };
}

/** TOML: the tables and lists that headers begin are in none. */
function isInBrackets({ text, language }: SourceTree, { kind, start }: ObjectNode | ArrayNode): boolean {
  if (language === 'json' || language === 'javascript' || language === 'typescript') return true;
  return text.charAt(start) === '{' || (kind === 'array' && text.charAt(start) === '[');
}

function wordBefore(text: string, { start, end }: Span, quote: string | null): string {
  return text.slice(Math.min(start + (quote?.length ?? 0), end), end);
}

function suffixOf(commas: Commas | null, style: CursorStyle, language: SourceLanguage): string {
  if (commas === null || commas.next === 'comma') return '';
  if (commas.next === 'more') return ',';
  const isScript = language === 'javascript' || language === 'typescript';
  return isScript && style.isMultiLine && style.trailingComma ? ',' : '';
}

function namesOf(object: ObjectNode, dropped: AnyNode | null): readonly string[] {
  return object.properties.filter((property) => property !== dropped).map(({ key }) => key.value);
}

/** Nothing but a bare name is on the line, and it is not in brackets. */
function isAloneOnLine(text: string, { start, end }: Span): boolean {
  const { before } = lineAt(text, start);
  const { after } = lineAt(text, end);
  return before.trim() === '' && /^\s*(?:#.*)?$/.test(after);
}
