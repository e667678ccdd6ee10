import { openerAbove } from '../parse/maskToml.ts';
import { insertion, lineAt } from './markedText.ts';
import type { Mark } from './markedText.ts';

const closers: Readonly<Record<string, string>> = { '[': ']', '{': '}' };

interface LineState {
  /** The quote of the string that the cursor is in. */
  readonly quote: string | null;
  readonly isComment: boolean;
  /** The brackets that are open on this line. */
  readonly open: readonly string[];
  /** The last character before the cursor that is neither blank nor part of a word. */
  readonly last: string;
}

/** Marks that make a line of TOML whole: quotes around texts, `= 0` behind names, closing brackets. */
export function tomlMarks(text: string, offset: number): readonly Mark[] {
  const { start, before, after } = lineAt(text, offset);
  const { quote, isComment, open, last } = stateOf(before);
  if (isComment) return [];
  const rest = after.replace(/\s*(?:#.*)?$/, '');
  const missingIn = (behind: string): string =>
    open
      .map((bracket) => closers[bracket] ?? '')
      .filter((closer) => !behind.includes(closer))
      .reverse()
      .join('');
  if (quote !== null) {
    if (rest.includes(quote)) return [insertion(offset)];
    const content = rest.replace(/[\s,\]}]+$/, '');
    const closed = insertion(offset, { to: offset + content.length, after: content + quote });
    const missing = missingIn(rest.slice(content.length));
    return missing === '' ? [closed] : [{ ...closed, after: closed.after + missing }, closed];
  }
  const missing = missingIn(rest);
  const typed = /[\w.\-/~:*@]*$/.exec(before)?.[0] ?? '';
  const typedAfter = /^[\w.\-/~:*@]*/.exec(after)?.[0] ?? '';
  const prefix = before.endsWith('=') ? ' ' : '';
  const comma = open.length > 0 && !'[{,='.includes(last) ? ', ' : '';
  const behind = rest.slice(typedAfter.length).trimStart();
  const follows = open.length > 0 && behind !== '' && !/^[,\]}]/.test(behind) ? ', ' : '';
  const to = offset + typedAfter.length;
  const name = insertion(offset, {
    to,
    before: comma,
    after: `${typedAfter}${/^\s*=/.test(behind) ? '' : ' = 0'}${follows}${missing}`,
    isKey: true,
  });
  const value = insertion(offset - typed.length, {
    to,
    before: `${comma}"${typed}`,
    after: `${typedAfter}"${follows}${missing}`,
    prefix,
  });
  const isInTable = open.at(-1) === '{' && last !== '=';
  if (isInTable) return [withTyped(name, typed)];
  if (before.includes('=')) return [value];
  // A line without an equals sign starts a pair, or is one of the lines of a list or table in brackets.
  const opener = openerAbove(text, start, Math.max(start - 1, 0));
  if (opener === null) return [name];
  const isList = /^[^=]*=\s*\[/.test(text.slice(opener, opener + 1000));
  const line = isList
    ? { ...value, before: `"${typed}`, after: `${typedAfter}",` }
    : { ...name, after: `${name.after},` };
  return [line, { ...line, before: `,${line.before}` }, name];
}

/** The comma that is missing before a word goes before all of it. */
function withTyped(mark: Mark, typed: string): Mark {
  return mark.before === '' ? mark : { ...mark, from: mark.from - typed.length, before: mark.before + typed };
}

function stateOf(before: string): LineState {
  const open: string[] = [];
  let quote: string | null = null;
  let last = '';
  for (let at = 0; at < before.length; at++) {
    const character = before.charAt(at);
    if (quote !== null) {
      if (character === '\\' && quote === '"') at++;
      else if (character === quote) quote = null;
      continue;
    }
    if (character === '#') return { quote, isComment: true, open, last };
    if (character === '"' || character === "'") quote = character;
    else if (character === '[' || character === '{') open.push(character);
    else if (character === ']' || character === '}') open.pop();
    if (!/[\s\w.\-/~:*@]/.test(character)) last = character;
  }
  return { quote, isComment: false, open, last };
}
