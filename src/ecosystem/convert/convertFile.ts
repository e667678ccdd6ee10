import type { Refusal } from '../features/edit.ts';
import type { Translate } from '../translate.ts';
import { tokenize } from '../parse/javascript/tokenize.ts';
import { nodeOf, places } from '../tree/locate.ts';
import type { Node, Span } from '../tree/node.ts';
import type { SourceLanguage, SourceTree, SyntaxProblem } from '../tree/sourceTree.ts';
import type { ScriptExport } from '../write/printFile.ts';
import type { CommentedValue } from './commentedValue.ts';
import { hasComments, printCommented } from './printCommented.ts';
import type { CommentedFile } from './readCommented.ts';
import { readCommented } from './readCommented.ts';

/** The text of a file in another language, and what did not come over, as sentences. */
export interface Conversion {
  readonly text: string;
  readonly notes: readonly string[];
}

/** Why a file cannot be converted, and where. */
export interface ConversionRefusal extends Refusal {
  readonly at: Span | null;
}

export interface ConversionTarget {
  readonly language: SourceLanguage;
  /** Of scripts; unless said otherwise `module.exports`, and `export default` in TypeScript. */
  readonly scriptExport?: ScriptExport;
  /** Whether the reader takes comments; PMDaemon's JSON does not. */
  readonly keepsComments: boolean;
}

/**
 * The same file in another language, or in a tidy form of its own: its values, and its comments where they can be.
 * Refused where something of it is known only when it runs.
 */
export function convertFile(
  tree: SourceTree,
  target: ConversionTarget,
  t: Translate,
): Conversion | ConversionRefusal {
  const file = readFile(tree, t);
  return 'refused' in file ? file : writeFile(file, target, t, lostOf(tree, t));
}

/** What a file says with its comments, if all of it is known. */
export function readFile(tree: SourceTree, t: Translate): CommentedFile | ConversionRefusal {
  const { root } = tree;
  const problem = tree.syntax[0] ?? unclosedIn(tree, t);
  if (problem !== null)
    return {
      refused: t('Line {0} has to be corrected first: {1}', lineOf(tree, problem), problem.message),
      at: problem,
    };
  if (root === null) return { refused: t('The file has no apps that could be converted.'), at: null };
  const unknown = unknownIn(root, tree);
  if (unknown !== null) {
    const { start, end } = unknown;
    const message = t(
      'Line {0} is known only when the file runs: {1}',
      lineOf(tree, unknown),
      shorten(tree.text.slice(start, end)),
    );
    return { refused: message, at: { start, end } };
  }
  return root.kind === 'object' || root.kind === 'array'
    ? readCommented(tree, root)
    : { refused: t('The file has no apps that could be converted.'), at: null };
}

export function writeFile(
  file: CommentedFile,
  { language, scriptExport, keepsComments }: ConversionTarget,
  t: Translate,
  notes: readonly string[] = [],
): Conversion {
  const { root, head, foot } = file;
  const drops = !keepsComments && (head.length + foot.length > 0 || hasComments(root));
  const shown = keepsComments ? file : { root: withoutComments(root), head: [], foot: [] };
  const hasNull = language === 'toml' && hasNulls(root);
  return {
    text: printCommented(shown, language, scriptExport),
    notes: [
      ...notes,
      ...(drops ? [t('The comments are left out: the format has none.')] : []),
      ...(hasNull ? [t('Options that are null are left out: TOML knows no null.')] : []),
    ],
  };
}

/** What a file has besides its values and comments. */
export function lostOf({ root, text, language, exported }: SourceTree, t: Translate): readonly string[] {
  const notes: string[] = [];
  if (exported?.isFunction === true) notes.push(t('The function is replaced by what it returns.'));
  const isScript = language === 'javascript' || language === 'typescript';
  const outside = [...places(root)]
    .map(nodeOf)
    .some(({ start, end }) => start < (root?.start ?? 0) || end > (root?.end ?? 0));
  if (isScript && outside) notes.push(t('Constants and expressions are replaced by their values.'));
  if (
    language === 'yaml' &&
    /(?:^|[\s[{,])[&*][^\s,\]}]+/m.test(text.replace(/#[^\n]*|"[^"\n]*"|'[^'\n]*'/g, ''))
  )
    notes.push(t('Anchors and aliases are replaced by what they stand for.'));
  return notes;
}

/** Scripts are read however damaged they are, which is no ground to write another file on. */
function unclosedIn({ text, language }: SourceTree, t: Translate): SyntaxProblem | null {
  if (language !== 'javascript' && language !== 'typescript') return null;
  const { types, starts, ends, matches, unclosed } = tokenize(text);
  const first = types.findIndex(
    (type, index) => unclosed.has(index) || (/^[([{]$/.test(type) && (matches[index] ?? -1) === -1),
  );
  if (first === -1) return null;
  return { start: starts[first] ?? 0, end: ends[first] ?? 0, message: t('What begins here is not closed.') };
}

/** The first part of a value that only a run tells. */
function unknownIn(root: Node, { language }: SourceTree): Span | null {
  for (const place of places(root)) {
    const node = nodeOf(place);
    if (node.kind === 'unknown') return node;
    if (node.kind === 'property') {
      // In YAML no value is null.
      if (node.value === null && language !== 'yaml') return node;
    } else if ((node.kind === 'object' || node.kind === 'array') && node.isOpen) return node;
    if (node.kind === 'object' && node.isTemplate === true) return node;
  }
  return null;
}

function withoutComments(value: CommentedValue): CommentedValue {
  const bare = { before: [], beside: '' };
  if (value.kind === 'list')
    return {
      kind: 'list',
      items: value.items.map((item) => ({ value: withoutComments(item.value), ...bare })),
      tail: [],
    };
  if (value.kind !== 'object') return value;
  const properties = value.properties.map((property) => ({
    key: property.key,
    value: withoutComments(property.value),
    ...bare,
  }));
  return { kind: 'object', properties, tail: [] };
}

function hasNulls(value: CommentedValue): boolean {
  if (value.kind === 'scalar') return value.value === null;
  const entries = value.kind === 'list' ? value.items : value.properties;
  return entries.some((entry) => hasNulls(entry.value));
}

function lineOf({ text }: SourceTree, { start }: Span): number {
  return text.slice(0, start).split('\n').length;
}

function shorten(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > 60 ? `${flat.slice(0, 59)}…` : flat;
}
