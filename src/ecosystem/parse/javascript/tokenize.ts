import { isKeyNext, scanRegex, scanString, scanTemplate } from './scanLiterals.ts';
import { TokenCollector, type TokenList } from './tokenList.ts';

const nameStart = 1;
const digit = 2;
const whiteSpace = 4;

/** What a UTF-16 unit may be part of. */
const classes = new Uint8Array(0x10000).fill(nameStart, 0x80);
for (const code of [9, 11, 12, 32, 0xa0, 0x1680, 0x202f, 0x205f, 0x3000, 0xfeff]) classes[code] = whiteSpace;
classes.fill(whiteSpace, 0x2000, 0x200b);
for (let code = 48; code <= 57; code++) classes[code] = digit;
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$')
  classes[character.charCodeAt(0)] = nameStart;

/** A `/` after these starts a regular expression, after other names it divides. */
const wordsBeforeOperand = new Set(
  'return typeof case in of delete void throw new else do await yield instanceof default'.split(' '),
);

// `>` never joins another `>`: two of them may close two type arguments.
const longPunctuation =
  /\.\.\.|=>|===?|!==?|\*\*=?|<<=?|<=|>=|&&=?|\|\|=?|\?\?=?|\?\.(?!\d)|\+\+|--|[-+*/%&|^]=/y;
const number = /0[xX][\da-fA-F_]*n?|0[oO][0-7_]*n?|0[bB][01_]*n?|(?:\d[\d_]*\.?|\.)[\d_]*(?:[eE][+-]?\d+)?/y;
const conflictMarker = /(?:<{7}|={7}|>{7}|\|{7})(?=[\s]|$)/y;

/** Splits any text into tokens, in linear time. Comments, a hashbang and conflict markers are left out. */
export function tokenize(text: string): TokenList {
  const tokens = new TokenCollector();
  const lastBackquote = text.lastIndexOf('`');
  const lastCommentEnd = text.lastIndexOf('*/');
  let at = text.startsWith('#!') ? endOfLine(text, 0) : 0;

  const addTemplate = (start: number, from: number, isFirst: boolean): void => {
    const { end, isClosed, opens } = scanTemplate(text, from, lastBackquote);
    const type = isFirst ? (opens ? 'templateHead' : 'template') : opens ? 'templateMiddle' : 'templateTail';
    if (!isClosed) tokens.list.unclosed.add(tokens.list.types.length);
    tokens.add(type, start, end);
    at = end;
  };

  while (at < text.length) {
    const code = text.charCodeAt(at);
    const kind = classes[code];
    const start = at;
    if (code === 10 || code === 13 || code === 0x2028 || code === 0x2029) {
      tokens.newline = true;
      if (tokens.isInTemplate() && isKeyNext(text, at)) tokens.abandon();
      at++;
    } else if (kind === whiteSpace) {
      at++;
    } else if (kind === nameStart) {
      at = endOfName(text, at);
      tokens.add('name', start, at);
    } else if (kind === digit || (code === 46 && classes[text.charCodeAt(at + 1)] === digit)) {
      number.lastIndex = at;
      number.test(text);
      // `512M` is one wrong token and not a number with a name behind it.
      at = endOfName(text, Math.max(number.lastIndex, at + 1));
      tokens.add('number', start, at);
    } else if (code === 39 || code === 34) {
      const { end, isClosed } = scanString(text, at);
      if (!isClosed) tokens.list.unclosed.add(tokens.list.types.length);
      tokens.add('string', start, end);
      at = end;
    } else if (code === 96) {
      addTemplate(at, at + 1, true);
    } else if (code === 125 && tokens.closesTemplate()) {
      tokens.closeTemplate();
      addTemplate(at, at + 1, false);
    } else if (code === 47 && text.charCodeAt(at + 1) === 47) {
      at = endOfLine(text, at);
    } else if (code === 47 && text.charCodeAt(at + 1) === 42) {
      const end = at < lastCommentEnd ? text.indexOf('*/', at + 2) : -1;
      at = end === -1 ? endOfLine(text, at) : end + 2;
      if (/[\n\r]/.test(text.slice(start, at))) tokens.newline = true;
    } else if (tokens.newline && isAtConflictMarker(text, at)) {
      at = endOfLine(text, at);
    } else {
      at = punctuationEnd(text, at, tokens);
    }
  }
  tokens.newline = true;
  tokens.add('end', text.length, text.length);
  return tokens.list;
}

function punctuationEnd(text: string, start: number, tokens: TokenCollector): number {
  const character = text.charAt(start);
  if (character === '/' && start >= tokens.noRegexBefore && isOperandNext(text, tokens)) {
    const { end, isClosed } = scanRegex(text, start);
    if (isClosed) {
      tokens.add('regex', start, end);
      return end;
    }
    tokens.noRegexBefore = end;
  }
  let end = start + 1;
  if (!'{}[](),:;'.includes(character)) {
    longPunctuation.lastIndex = start;
    if (longPunctuation.test(text)) end = longPunctuation.lastIndex;
  }
  tokens.add(text.slice(start, end), start, end);
  return end;
}

function isOperandNext(text: string, { list, lastType }: TokenCollector): boolean {
  if (lastType === 'name') {
    return wordsBeforeOperand.has(text.slice(list.starts.at(-1), list.ends.at(-1)));
  }
  return (
    lastType === undefined ||
    !['string', 'number', 'regex', 'template', 'templateTail', ')', ']', '}', '++', '--'].includes(lastType)
  );
}

function isAtConflictMarker(text: string, at: number): boolean {
  if (at > 0 && !/[\n\r]/.test(text.charAt(at - 1))) return false;
  conflictMarker.lastIndex = at;
  return conflictMarker.test(text);
}

function endOfName(text: string, from: number): number {
  let at = from;
  while (at < text.length && ((classes[text.charCodeAt(at)] ?? 0) & (nameStart | digit)) !== 0) at++;
  return at;
}

function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at++;
  return at;
}
