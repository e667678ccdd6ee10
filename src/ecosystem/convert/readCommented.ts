import { nodeOf, places } from '../tree/locate.ts';
import type { Node, ObjectNode, PropertyNode, Span } from '../tree/node.ts';
import type { SourceTree } from '../tree/sourceTree.ts';
import type { Comment } from './comments.ts';
import { commentsOf } from './comments.ts';
import type { CommentedItem, CommentedValue } from './commentedValue.ts';

/** What a file says with its comments; those that belong to no part of it stand above and below. */
export interface CommentedFile {
  readonly root: CommentedValue;
  readonly head: readonly string[];
  readonly foot: readonly string[];
}

/** A property, or an item of a list. */
type Entry = PropertyNode | Node;

interface Remarks {
  readonly before: Map<Entry, string[]>;
  readonly beside: Map<Entry, string[]>;
  readonly tail: Map<Node, string[]>;
  readonly head: string[];
  readonly foot: string[];
}

/** A tree with the comments at what they are about. It must hold nothing that is unknown. */
export function readCommented(tree: SourceTree, root: Node): CommentedFile {
  const remarks = placeComments(tree, root);
  return { root: convert(root, remarks), head: remarks.head, foot: remarks.foot };
}

function placeComments(tree: SourceTree, root: Node): Remarks {
  const remarks: Remarks = { before: new Map(), beside: new Map(), tail: new Map(), head: [], foot: [] };
  const entries: Entry[] = [];
  const holders: Node[] = [];
  for (const place of places(root)) {
    const node = nodeOf(place);
    const owner = place.chain.at(-2);
    if (node.kind === 'property' || owner?.kind === 'array') entries.push(node);
    if (node.kind === 'object' || node.kind === 'array') holders.push(node);
  }
  // Of those that start together, the outer one first: a comment above is about all of it.
  entries.sort((a, b) => a.start - b.start || b.end - a.end);
  for (const comment of commentsOf(tree)) place(comment, { tree, root, entries, holders, remarks });
  return remarks;
}

interface Surroundings {
  readonly tree: SourceTree;
  readonly root: Node;
  readonly entries: readonly Entry[];
  readonly holders: readonly Node[];
  readonly remarks: Remarks;
}

function place(comment: Comment, around: Surroundings): void {
  const { tree, entries, remarks } = around;
  const isIndented = tree.language === 'yaml' || tree.language === 'toml';
  const beside = entryBeside(comment, around);
  if (beside !== null) add(beside.isEnded ? remarks.beside : remarks.before, beside.entry, comment.lines);
  else if (comment.end <= (entries[0]?.start ?? 0) && isApart(comment, around))
    remarks.head.push(...comment.lines);
  else if (isIndented) placeByLines(comment, around);
  else placeInBrackets(comment, around);
}

/** What the line of a comment says before it: the part that ends there, else the one that begins. */
function entryBeside(
  { start }: Comment,
  { tree: { text }, entries }: Surroundings,
): { readonly entry: Entry; readonly isEnded: boolean } | null {
  const from = lineStart(text, start);
  if (text.slice(from, start).trim() === '') return null;
  const ended = entries.filter((entry) => contentEnd(entry, text) > from && contentEnd(entry, text) <= start);
  const own = ended.filter((entry) => entry.start >= from);
  const [first, ...others] = own.length > 0 ? own : ended;
  // The last one; of those that end together the outer one.
  const entry = first && others.reduce((last, other) => (other.end > last.end ? other : last), first);
  if (entry !== undefined) return { entry, isEnded: true };
  const begun = entries.findLast((other) => other.start >= from && other.start < start);
  return begun === undefined ? null : { entry: begun, isEnded: false };
}

/** In brackets a comment is about what follows in the same ones. */
function placeInBrackets(comment: Comment, { root, entries, holders, remarks }: Surroundings): void {
  const holder = holders.findLast(({ start, end }) => start < comment.start && comment.end < end);
  const next = entries.find(({ start }) => start >= comment.end);
  if (holder === undefined) (comment.start < root.start ? remarks.head : remarks.foot).push(...comment.lines);
  else if (next !== undefined && next.end <= holder.end) add(remarks.before, next, comment.lines);
  else add(remarks.tail, holder, comment.lines);
}

/** Without brackets a comment is about what follows, unless its indentation or a blank line tells them apart. */
function placeByLines(comment: Comment, around: Surroundings): void {
  const { tree, entries, holders, remarks } = around;
  const { text, language } = tree;
  const next = entries.find(({ start }) => start >= comment.end);
  const indentation = comment.start - lineStart(text, comment.start);
  const last = entries.findLast(
    (entry) =>
      entry.start < comment.start &&
      isFirstOfLine(entry, text) &&
      (language === 'toml'
        ? entry.kind === 'property' && entry.separator !== null
        : columnsOf(entry, text).includes(indentation)),
  );
  const isNexts =
    next !== undefined &&
    (language === 'toml' ? isAttached(comment, around) : indentation <= indentationAt(next, text));
  const owner = last && holders.findLast((holder) => entriesOf(holder).includes(last));
  if (isNexts) add(remarks.before, next, comment.lines);
  else if (owner !== undefined && (indentation > 0 || next !== undefined))
    add(remarks.tail, owner, comment.lines);
  else remarks.foot.push(...comment.lines);
}

/** No blank line comes before what follows, or one comes before the comment as well. */
function isAttached(comment: Comment, around: Surroundings): boolean {
  const { entries, tree } = around;
  const ends = entries.map(({ end }) => end).filter((end) => end <= comment.start);
  const gap = tree.text.slice(Math.max(0, ...ends), comment.start);
  return !isApart(comment, around) || hasBlankLine(gap);
}

/** A blank line comes before what follows. */
function isApart({ end }: Comment, { tree: { text }, entries }: Surroundings): boolean {
  const next = entries.find(({ start }) => start >= end);
  return hasBlankLine(text.slice(end, next?.start ?? text.length));
}

function hasBlankLine(text: string): boolean {
  return /\n[ \t\r]*\n/.test(text);
}

function isFirstOfLine({ start }: Span, text: string): boolean {
  return /^(?:\s|- )*$/.test(text.slice(lineStart(text, start), start));
}

/** Where comments about its siblings stand: as far to the right as it, or as the dash before it. */
function columnsOf({ start, kind }: Entry, text: string): readonly number[] {
  const column = start - lineStart(text, start);
  return kind === 'property' ? [column] : [column, column - 2];
}

function indentationAt({ start }: Span, text: string): number {
  return /^ */.exec(text.slice(lineStart(text, start)))?.[0].length ?? 0;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** In YAML what follows a block may belong to it. */
function contentEnd({ start, end }: Span, text: string): number {
  let at = end;
  while (at > start && /\s/.test(text[at - 1] ?? '')) at--;
  return at;
}

function entriesOf(holder: Node): readonly Entry[] {
  if (holder.kind === 'object') return holder.properties;
  return holder.kind === 'array' ? holder.items : [];
}

function add<K>(map: Map<K, string[]>, key: K, lines: readonly string[]): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [...lines]);
  else found.push(...lines);
}

function convert(node: Node, remarks: Remarks): CommentedValue {
  const tail = remarks.tail.get(node) ?? [];
  switch (node.kind) {
    case 'object': {
      const properties = lastOfEach(node).map((property) => ({
        key: property.key.value,
        value: property.value === null ? nothing : convert(property.value, remarks),
        ...remarksOf(property, remarks),
      }));
      return { kind: 'object', properties, tail };
    }
    case 'array': {
      const items = node.items.map((item): CommentedItem => ({
        value: convert(item, remarks),
        ...remarksOf(item, remarks),
      }));
      return { kind: 'list', items, tail };
    }
    case 'string':
    case 'number':
    case 'boolean':
      return { kind: 'scalar', value: node.value };
    case 'null':
    case 'unknown':
      return nothing;
  }
}

const nothing: CommentedValue = { kind: 'scalar', value: null };

function remarksOf(entry: Entry, remarks: Remarks): Pick<CommentedItem, 'before' | 'beside'> {
  const found = {
    before: remarks.before.get(entry) ?? [],
    beside: (remarks.beside.get(entry) ?? []).join(' '),
  };
  // What is shared says it once.
  remarks.before.delete(entry);
  remarks.beside.delete(entry);
  return found;
}

/** Of equal keys the last one counts, at the place of the first. */
function lastOfEach({ properties }: ObjectNode): readonly PropertyNode[] {
  const byKey = new Map<string, PropertyNode>();
  for (const property of properties) byKey.set(property.key.value, property);
  return [...byKey.values()];
}
