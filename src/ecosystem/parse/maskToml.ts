import type { AST } from 'toml-eslint-parser';
import { ParseError, parseTOML } from 'toml-eslint-parser';
import type { Span } from '../tree/node.ts';
import type { SyntaxProblem } from '../tree/sourceTree.ts';
import { blank } from './maskText.ts';
import { tomlProblem } from './tomlProblem.ts';

/** A text with more wrong lines than this is read as far as it goes. */
const mostMasked = 25;

/** Tables whose header is hidden get this name and a number, so that what is in them belongs to nothing else. */
export const lostTable = /^-\d+$/;

export interface MaskedToml {
  readonly program: AST.TOMLProgram;
  readonly problems: readonly SyntaxProblem[];
  /** What was hidden, in the order of the text. */
  readonly hidden: readonly Span[];
}

/** The parser gives up at the first error: the lines that it complains about are hidden until it reads the rest. */
export function parseMasked(text: string): MaskedToml {
  const problems: SyntaxProblem[] = [];
  const hidden: Span[] = [];
  let masked = text;
  for (let count = 1; ; count++) {
    try {
      const program = parseTOML(masked);
      return { program, problems: inOrder(problems), hidden: inOrder(hidden) };
    } catch (error) {
      if (!(error instanceof ParseError) || count > mostMasked + 1) throw error;
      const lines = wrongLines(masked, error);
      if (count <= mostMasked) problems.push(tomlProblem(text, lines, error));
      const cut =
        count < mostMasked ? lines : { start: count > mostMasked ? 0 : lines.start, end: text.length };
      hidden.push(cut);
      masked = count < mostMasked ? hide(masked, cut, count) : blank(masked, cut);
    }
  }
}

/** The whole lines that are to be hidden: that of the error, or those of what is not closed above it. */
function wrongLines(text: string, { index, message }: ParseError): Span {
  const at = Math.min(index, text.length);
  const line = lineOf(text, isLate(text, at, message) ? openText(text, at, message) : at);
  if (startsStatement(text.slice(line.start, line.end))) {
    const above = Math.max(line.start - 1, 0);
    const opener = openerAbove(text, line.start, above);
    return opener === null ? line : { start: opener, end: above };
  }
  const opener = openerAbove(text, line.start, line.end);
  return opener === null ? line : { start: opener, end: endOfStatement(text, opener, line.end) };
}

/** A missing value is noticed on a later line only, and so is whatever is not closed. */
function isLate(text: string, at: number, message: string): boolean {
  if (/^(?:Unspecified|Unterminated)/.test(message) || text.slice(at).trim() === '') return true;
  const isAtLineStart = /[\r\n]/.test(text.charAt(at - 1));
  return (
    isAtLineStart && (/same line|comma/.test(message) || /[=,[{]\s*(?:#.*\s*)?$/.test(text.slice(0, at)))
  );
}

/** Where what is not closed begins; of a text of several lines the parser tells only that the file ends in it. */
function openText(text: string, at: number, message: string): number {
  const end = text.slice(0, at).trimEnd().length;
  const line = lineOf(text, end);
  if (!message.startsWith('Unterminated string') || /["']/.test(text.slice(line.start, line.end))) return end;
  const before = text.slice(0, end);
  const opener = Math.max(before.lastIndexOf('"""'), before.lastIndexOf("'''"));
  return opener === -1 ? end : opener;
}

/** Further lines up to the bracket that closes a list or table. */
function endOfStatement(text: string, start: number, from: number): number {
  let end = from;
  while (end < text.length && isOpen(text.slice(start, end))) {
    const next = lineOf(text, end + 1);
    if (startsStatement(text.slice(next.start, next.end))) break;
    end = next.end;
  }
  return end;
}

function lineOf(text: string, offset: number): Span {
  const start = text.lastIndexOf('\n', Math.max(offset - 1, -1)) + 1;
  const end = text.indexOf('\n', Math.max(offset, start));
  return { start: offset === 0 ? 0 : start, end: end === -1 ? text.length : end };
}

function startsStatement(line: string): boolean {
  return /^\s*(?:\[{1,2}[\w-][\w."'-]*\]{1,2}\s*(?:#.*)?$|[\w."'-]+\s*=)/.test(line);
}

const opening = /^\s*[\w."'-]+\s*=\s*(?:\[|\{|"""|''')/;

/** The start of the line of a list, table or text that begins above a line and is not closed before `end`. */
export function openerAbove(text: string, lineStart: number, end: number): number | null {
  const lines = text.slice(0, lineStart).split('\n');
  let start = lineStart;
  for (let index = lines.length - 2; index >= 0; index--) {
    const line = lines[index] ?? '';
    start -= line.length + 1;
    if (opening.test(line)) return isOpen(text.slice(start, end)) ? start : null;
    if (startsStatement(line)) return null;
  }
  return null;
}

function isOpen(statement: string): boolean {
  if (/=\s*(?:"""|''')/.test(statement)) return (statement.match(/"""|'''/g) ?? []).length === 1;
  const bare = statement.replace(/"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#.*/g, '');
  return (bare.match(/[[{]/g) ?? []).length > (bare.match(/[\]}]/g) ?? []).length;
}

/** A header becomes one of a table of its own, so that its keys do not end up in the table above. */
function hide(text: string, { start, end }: Span, count: number): string {
  const masked = blank(text, { start, end });
  const indentation = /^\s*/.exec(text.slice(start, end))?.[0].length ?? 0;
  const header = `[-${String(count)}]`;
  if (text[start + indentation] !== '[' || end - start - indentation < header.length) return masked;
  const at = start + indentation;
  return masked.slice(0, at) + header + masked.slice(at + header.length);
}

function inOrder<T extends Span>(spans: readonly T[]): readonly T[] {
  return spans.toSorted((a, b) => a.start - b.start);
}
