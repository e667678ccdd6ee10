import { nodeOf, places } from '../tree/locate.ts';
import type { Node, ObjectNode, PropertyNode, Span } from '../tree/node.ts';
import { propertyOf } from '../tree/node.ts';
import type { SourceTree } from '../tree/sourceTree.ts';
import type { Edit, Fix } from './rule.ts';

type Scalar = string | number | boolean;

/** A fix that is one edit, or several that belong together; none where an edit could not be made. */
export function fix(
  code: string,
  data: Readonly<Record<string, string>>,
  edits: readonly (Edit | null)[],
  { isPreferred = true }: { readonly isPreferred?: boolean } = {},
): readonly Fix[] {
  const made = edits.filter((edit) => edit !== null);
  const isWhole = made.length === edits.length && made.length > 0 && !overlap(made);
  return isWhole ? [{ code, data, edits: made, isPreferred }] : [];
}

/** In a damaged file, what is to be moved may stand inside of where it is to go. */
function overlap(edits: readonly Edit[]): boolean {
  const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  return sorted.some(({ start }, index) => start < (sorted[index - 1]?.end ?? 0));
}

/** Another name for a property, in the quotes that it has; null where its object has that name already. */
export function renameKey(tree: SourceTree, property: PropertyNode, name: string): Edit | null {
  const { text, language } = tree;
  const { key, separator, value } = property;
  const owner = ownersIn(tree).get(property);
  if (owner !== undefined && propertyOf(owner, name) !== undefined) return null;
  const isScript = language === 'javascript' || language === 'typescript';
  const isShorthand = isScript && separator === null && value !== null;
  const quote = quoteAt(text, key);
  const newText = `${quote}${name}${quote}`;
  return { start: key.start, end: key.end, newText: isShorthand ? `${newText}: ${key.value}` : newText };
}

const knownOwners = new WeakMap<SourceTree, ReadonlyMap<PropertyNode, ObjectNode>>();

/** The object of each property. */
function ownersIn(tree: SourceTree): ReadonlyMap<PropertyNode, ObjectNode> {
  const known = knownOwners.get(tree);
  if (known !== undefined) return known;
  const owners = new Map<PropertyNode, ObjectNode>();
  for (const place of places(tree.root)) {
    const node = nodeOf(place);
    if (node.kind === 'object') for (const property of node.properties) owners.set(property, node);
  }
  knownOwners.set(tree, owners);
  return owners;
}

/** Another value in the place of one that is written. */
export function replaceValue(tree: SourceTree, node: Span, value: Scalar | readonly string[]): Edit {
  return {
    start: node.start,
    end: endOf(tree, node),
    newText: printValue(tree, value, quoteAt(tree.text, node)),
  };
}

/** Takes a property out, with its comma and with its line where nothing else is on it; null where that is not safe. */
export function removeProperty(tree: SourceTree, property: PropertyNode): Edit | null {
  const edit = removal(tree, property);
  return edit === null || hasSharedAnchor(tree, edit) ? null : edit;
}

function removal(tree: SourceTree, property: PropertyNode): Edit | null {
  const { text } = tree;
  const lineStart = startOfLine(text, property.start);
  const isAlone = text.slice(lineStart, property.start).trim() === '';
  const isFlow = hasCommas(tree, property);
  let end = endOf(tree, property);
  if (!isFlow) {
    if (!isAlone || isTable(tree, property)) return null;
    return { start: lineStart, end: endOfLine(text, end), newText: '' };
  }
  const comma = /^\s*,/.exec(text.slice(end));
  if (comma !== null) {
    end += comma[0].length;
    const rest = text.slice(end, endOfLine(text, end));
    if (isAlone && rest.trim() === '') return { start: lineStart, end: endOfLine(text, end), newText: '' };
    const gap = /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
    return { start: property.start, end: end + gap, newText: '' };
  }
  const before = /,\s*$/.exec(text.slice(0, property.start));
  return { start: before === null ? property.start : before.index, end, newText: '' };
}

/** The source text of a property, without the indentation of its further lines. */
export function textOfProperty(tree: SourceTree, property: PropertyNode): string {
  const { text } = tree;
  const indentation = /^[ \t]*/.exec(text.slice(startOfLine(text, property.start)))?.[0] ?? '';
  const written = text.slice(property.start, endOf(tree, property));
  return written
    .split(/\r?\n/)
    .map((line, index) => (index > 0 && line.startsWith(indentation) ? line.slice(indentation.length) : line))
    .join('\n');
}

function printValue(tree: SourceTree, value: Scalar | readonly string[], quote: string): string {
  if (typeof value === 'object') return `[${value.map((item) => printValue(tree, item, '')).join(', ')}]`;
  if (typeof value !== 'string') return String(value);
  if (tree.language === 'yaml' && quote === '' && isPlainYaml(value)) return value;
  return quoted(value, quote === '' ? usualQuote(tree) : quote);
}

/** What YAML reads as this very text without quotes. */
function isPlainYaml(value: string): boolean {
  return (
    /^[A-Za-z./][\w./@-]*$|^\d+(?:\.\d+)?[A-Za-z]\w*$|^\d+-\d+$/.test(value) &&
    !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value) &&
    !/^\d+(?:\.\d+)?e\d+$|^0[xo]/i.test(value)
  );
}

function quoted(value: string, quote: string): string {
  const written = JSON.stringify(value);
  if (quote === '"') return written;
  const inner = written.slice(1, -1).replaceAll('\\"', '"');
  return inner.includes(quote) || inner.includes('\\') ? written : `${quote}${inner}${quote}`;
}

function usualQuote({ language, text }: SourceTree): string {
  if (language !== 'javascript' && language !== 'typescript') return '"';
  return (text.match(/'/g)?.length ?? 0) > (text.match(/"/g)?.length ?? 0) ? "'" : '"';
}

function quoteAt(text: string, { start }: Span): string {
  const character = text.charAt(start);
  return character === '"' || character === "'" || character === '`' ? character : '';
}

/** JSON, JavaScript, and what stands between braces in YAML and TOML. */
function hasCommas({ language, text }: SourceTree, property: PropertyNode): boolean {
  if (language !== 'yaml' && language !== 'toml') return true;
  const line = text.slice(startOfLine(text, property.start), property.start);
  return line.lastIndexOf('{') > line.lastIndexOf('}');
}

/** In TOML the property of a table goes on from header to header, or from one dotted key to the next. */
function isTable({ language }: SourceTree, { separator }: PropertyNode): boolean {
  return language === 'toml' && separator === null;
}

/** In YAML something that stands there may stand elsewhere too, by an alias. */
function hasSharedAnchor({ language, text }: SourceTree, { start, end }: Span): boolean {
  if (language !== 'yaml') return false;
  const others = `${text.slice(0, start)}\n${text.slice(end)}`;
  return [...text.slice(start, end).matchAll(/&([^\s,[\]{}]+)/g)].some(([, name = '']) =>
    others.includes(`*${name}`),
  );
}

/** In YAML what follows a value may belong to it; blanks and lines never do. */
function endOf({ text }: SourceTree, { start, end }: Span): number {
  return start + text.slice(start, end).trimEnd().length;
}

function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Behind the line break. */
function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

/** Whether a value is there to be replaced: neither absent nor still to be written. */
export function isWritten(node: Node | null | undefined): node is Node {
  return node !== null && node !== undefined && node.end > node.start;
}
