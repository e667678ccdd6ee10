/** Where a literal ends, and whether its closing quote is there. */
export interface Scanned {
  readonly end: number;
  readonly isClosed: boolean;
}

const newline = 10;
const carriageReturn = 13;
const backslash = 92;
const backquote = 96;

/** The end of the line without white space and the punctuation that belongs to what the string stands in. */
function endOfUnclosed(text: string, start: number): number {
  let end = start;
  while (end < text.length && text.charCodeAt(end) !== newline && text.charCodeAt(end) !== carriageReturn)
    end++;
  while (end > start && ' \t,;}])'.includes(text.charAt(end - 1))) end--;
  return end;
}

/** `start` is the place of the opening quote. A string without its closing quote ends with the line. */
export function scanString(text: string, start: number): Scanned {
  const quote = text.charCodeAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return { end: at + 1, isClosed: true };
    if (code === backslash) {
      at++;
      if (text.charCodeAt(at) === carriageReturn && text.charCodeAt(at + 1) === newline) at++;
    } else if (code === newline || code === carriageReturn) break;
  }
  return { end: endOfUnclosed(text, start + 1), isClosed: false };
}

const keyOnNextLine = /\r?\n[ \t]*(?:[\w$]+|'[^'\n]*'|"[^"\n]*")[ \t]*:/y;

/** A line break is here, and the next line starts like a property. */
export function isKeyNext(text: string, lineBreak: number): boolean {
  keyOnNextLine.lastIndex = lineBreak;
  return keyOnNextLine.test(text);
}

/**
 * `from` is behind the opening backquote, or behind the `}` of a substitution. `opens` says that `${` ends this part.
 * A part whose line ends with a comma before a property, or that no backquote follows, is taken for unclosed.
 */
export function scanTemplate(
  text: string,
  from: number,
  lastBackquote: number,
): Scanned & { readonly opens: boolean } {
  if (from > lastBackquote) return { end: endOfUnclosed(text, from), isClosed: false, opens: false };
  let isFirstLine = true;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === backquote) return { end: at + 1, isClosed: true, opens: false };
    if (code === backslash) at++;
    else if (code === 36 && text.charCodeAt(at + 1) === 123)
      return { end: at + 2, isClosed: true, opens: true };
    else if (code === newline && isFirstLine) {
      isFirstLine = false;
      const before = text.charCodeAt(at - 1) === carriageReturn ? at - 1 : at;
      if (before > from && text.charAt(before - 1) === ',' && isKeyNext(text, before)) break;
    }
  }
  return { end: endOfUnclosed(text, from), isClosed: false, opens: false };
}

/** The end of the regular expression that starts here with its flags. Unclosed: the end of the line. */
export function scanRegex(text: string, start: number): Scanned {
  let isInClass = false;
  let at = start + 1;
  for (; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\n' || character === '\r') break;
    if (character === '\\') at++;
    else if (character === '[') isInClass = true;
    else if (character === ']') isInClass = false;
    else if (character === '/' && !isInClass) {
      at++;
      while (/[a-z]/i.test(text.charAt(at))) at++;
      return { end: at, isClosed: true };
    }
  }
  return { end: at, isClosed: false };
}

const simpleEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
};

const escapes = /\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|\r\n|([^]))/g;

/** What stands between the quotes, with the escape sequences replaced. */
export function unescape(content: string): string {
  if (!content.includes('\\')) return content;
  return content.replace(escapes, (_all, ...groups: (string | undefined)[]) => {
    const [point, unit, byte, other] = groups;
    const code = Number.parseInt(point ?? unit ?? byte ?? '', 16);
    if (!Number.isNaN(code)) return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
    if (other === undefined || other === '\n' || other === '\r') return '';
    return simpleEscapes[other] ?? other;
  });
}
