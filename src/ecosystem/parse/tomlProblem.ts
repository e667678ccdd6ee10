import type { ParseError } from 'toml-eslint-parser';
import type { Span } from '../tree/node.ts';
import type { SyntaxProblem } from '../tree/sourceTree.ts';

/** What is wrong in some lines. The parser's words stay where they tell what to do. */
export function tomlProblem(text: string, { start, end }: Span, error: ParseError): SyntaxProblem {
  const content = text.slice(start, end);
  const from = start + content.length - content.trimStart().length;
  const line = content.trim();
  const whole = { start: from, end: from + line.length };
  const [, before = '', value = ''] = /^([^=#]*=[ \t]*)([^]*)$/.exec(line) ?? [];
  const written = { start: from + before.length, end: whole.end };
  if (/multiple times/.test(error.message)) return duplicate(whole, line, error.message);
  if (line.startsWith('[') && !(line.startsWith('[[') ? /\]\]/ : /\]/).test(line))
    return { ...whole, message: `A closing bracket ${line.startsWith('[[') ? ']]' : ']'} is missing.` };
  if (before === '') {
    const message = line.includes(':')
      ? 'TOML has = between a name and its value, and not a colon.'
      : 'An equals sign and a value are missing here.';
    return { ...whole, message: /^[\w.-]/.test(line) ? message : `${error.message}.` };
  }
  if (before.startsWith('=')) return { ...whole, message: 'A name is missing before the equals sign.' };
  if (value === '' || value.startsWith('#'))
    return {
      start: Math.max(written.start - 1, from),
      end: written.start,
      message: 'A value is missing here.',
    };
  if (/^["']/.test(value) && /^Unterminated string/.test(error.message))
    return { ...written, message: 'This string is not closed.' };
  if (/^[[{]/.test(value) && /Unterminated|comma|Unexpected char|newline/i.test(error.message))
    return { ...written, message: listMessage(value, error.message) };
  if (/^[^"'[{=]*[A-Za-z/~@*][^"'=]*$/.test(value))
    return { ...written, message: `Texts are in quotes in TOML: "${value.replaceAll('"', '\\"')}".` };
  const at = Math.min(Math.max(error.index, written.start), Math.max(whole.end - 1, written.start));
  return { start: at, end: whole.end, message: `${error.message}.` };
}

function listMessage(value: string, message: string): string {
  const bracket = value.startsWith('[') ? ']' : '}';
  return value.trimEnd().endsWith(bracket) ? `${message}.` : `A closing bracket ${bracket} is missing.`;
}

/** Only the name is wrong. */
function duplicate({ start, end }: Span, line: string, message: string): SyntaxProblem {
  const name = line.startsWith('[') ? line : (/^(?:"[^"]*"|'[^']*'|[^\s=])+/.exec(line)?.[0] ?? line);
  return { start, end: Math.min(start + name.length, end), message: `${message}.` };
}
