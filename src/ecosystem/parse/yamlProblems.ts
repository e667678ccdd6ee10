import type { YAMLError } from 'yaml';
import type { Span } from '../tree/node.ts';
import type { SyntaxProblem } from '../tree/sourceTree.ts';
import { tooDeep } from './nesting.ts';

export const quoteAlias = 'Put a value that starts with * or & in quotes: without them it names an anchor.';

/** A text that is broken throughout, or no YAML at all, is not told about line by line. */
const most = 100;

/**
 * What the parser complains about, in the order of the text and once per place. `known` are spans whose problem has
 * been told already, so that what follows from it there is left out.
 */
export function yamlProblems(
  errors: readonly YAMLError[],
  text: string,
  known: readonly SyntaxProblem[],
): readonly SyntaxProblem[] {
  const problems = known.slice(0, most);
  const isTold = ({ start, end }: Span): boolean =>
    problems.some((other) => start < other.end + 1 && other.start <= end);
  for (const error of errors.slice(0, most)) {
    const span = spanOf(error, text);
    const last = problems.at(-1);
    // The rest of a text whose structure is lost is one complaint after the other.
    const isEcho =
      error.code === 'UNEXPECTED_TOKEN' && last !== undefined && /expected here/.test(last.message);
    if (!isTold(span) && !isEcho) problems.push({ ...span, message: messageOf(error, text) });
  }
  return problems.sort((a, b) => a.start - b.start);
}

/** The parser points at one character; the word is what a reader looks for. What is missing is so before it. */
function spanOf({ code, message, pos: [from, to] }: YAMLError, text: string): Span {
  const start = Math.min(from, text.length);
  if (isUnclosed(message)) {
    const end = text.slice(0, start).trimEnd().length;
    return { start: Math.max(end - 1, 0), end };
  }
  if (code === 'TAB_AS_INDENT' || code === 'MULTIPLE_DOCS')
    return { start, end: Math.min(start + (code === 'MULTIPLE_DOCS' ? 3 : 1), text.length) };
  if (code === 'BAD_INDENT' || code === 'MISSING_CHAR') return lineFrom(text, start);
  const word = /^[^\s,[\]{}]*/.exec(text.slice(start, start + 200))?.[0].replace(/:$/, '').length ?? 0;
  return { start, end: Math.min(Math.max(to, start + word), text.length) };
}

/** What is written on the line of an offset, from there on or, where it points at blanks, from behind them. */
function lineFrom(text: string, offset: number): Span {
  const start = offset + (/^[ ]*/.exec(text.slice(offset, offset + 500))?.[0].length ?? 0);
  const end = text.indexOf('\n', start);
  const line = text.slice(start, end === -1 ? text.length : end).trimEnd();
  return { start, end: start + line.length };
}

function isUnclosed(message: string): boolean {
  return /end with a [\]}]/.test(message);
}

function messageOf({ code, message, pos: [start] }: YAMLError, text: string): string {
  if (isUnclosed(message))
    return `A closing bracket ${message.includes('}') || /map/i.test(message) ? '}' : ']'} is missing.`;
  switch (code) {
    case 'BAD_ALIAS':
      return quoteAlias;
    case 'TAB_AS_INDENT':
      return 'YAML is indented by blanks, and here is a tab.';
    case 'MULTIPLE_DOCS':
      return 'The file holds more than one YAML document. Remove the second "---".';
    case 'BAD_SCALAR_START':
      return `Put this value in quotes: it may not start with ${text.charAt(start)} otherwise.`;
    case 'BAD_INDENT':
      return 'This line is not indented like those that it belongs to.';
    case 'MULTILINE_IMPLICIT_KEY':
      return 'The name of a property has to be on one line, with a colon behind it.';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'Put a value with ": " in it in quotes, or start a property on a line of its own.';
    case 'BAD_DQ_ESCAPE':
      return 'This escape sequence is not valid between double quotes. Use \\\\ for a backslash, or single quotes.';
    case 'UNEXPECTED_TOKEN':
      return 'This is not expected here.';
    case 'MISSING_CHAR':
      return missingChar(message);
    case 'RESOURCE_EXHAUSTION':
      return tooDeep;
    default:
      return /alias/i.test(message) ? quoteAlias : sentence(message);
  }
}

function missingChar(message: string): string {
  if (/map values/.test(message)) return 'A colon and a value are missing here.';
  if (/- indicator/.test(message)) return 'A list goes on here, so this line has to start with "- ".';
  const quote = /Missing closing (["'])/.exec(message)?.[1];
  return quote === undefined ? sentence(message) : `A closing quote ${quote} is missing.`;
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
