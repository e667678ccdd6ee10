import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A place in a file that a line of output names. */
export interface PathLink {
  /** Characters of the line, from and up to. */
  readonly start: number;
  readonly end: number;
  /** As written; a path relative to where the program runs, or absolute. */
  readonly path: string;
  /** 1-based. */
  readonly line: number | null;
  readonly column: number | null;
}

/** Longer lines are data, not messages. */
const longestLine = 4000;
const mostLinks = 8;

const python = /File "([^"]{1,1000})", line (\d{1,7})/g;
const word = /[^\s"'`()<>[\]{}|,;=]+/g;
const place = /^(.+?)(?::(\d{1,7})(?::(\d{1,7}))?)?[:.]*$/;
/** `file.ts(10,5)`, as TypeScript writes it. */
const bracketed = /\((\d{1,7}),(\d{1,7})\)/y;
/** A folder, or a name with an ending. */
const pathLike = /[^/\\.][/\\]|[/\\][^/\\]|[\w-]\.[A-Za-z]\w{0,9}$/;
/** Not `C:`. */
const scheme = /^(?!file:\/\/)[A-Za-z][\w+.-]+:(?!\d)/;

/**
 * What in a line looks like a path, at most eight; whether there is such a file is for the caller to find out. Web
 * addresses are left out.
 */
export function pathLinks(line: string): readonly PathLink[] {
  if (line.length > longestLine) return [];
  const quoted = [...line.matchAll(python)].map(({ index, 1: path = '', 2: lineText }) => {
    const start = index + 'File "'.length;
    return { start, end: start + path.length, path, line: numberOf(lineText), column: null };
  });
  const others = [...line.matchAll(word)].flatMap(({ index, 0: text }) => wordLink(line, index, text) ?? []);
  const isFree = ({ start, end }: PathLink): boolean =>
    quoted.every((one) => end <= one.start || one.end <= start);
  return [...quoted, ...others.filter(isFree)].slice(0, mostLinks);
}

function wordLink(line: string, start: number, text: string): PathLink | undefined {
  if (scheme.test(text)) return undefined;
  const [, path = '', lineText, columnText] = place.exec(text) ?? [];
  if (!pathLike.test(path)) return undefined;
  const number = numberOf(lineText);
  const end = start + path.length + digits(lineText) + digits(columnText);
  bracketed.lastIndex = end;
  const after = number === null ? bracketed.exec(line) : null;
  if (after === null) return { start, end, path, line: number, column: numberOf(columnText) };
  return { start, end: bracketed.lastIndex, path, line: Number(after[1]), column: Number(after[2]) };
}

/** Characters that a number takes with the colon before it. */
function digits(text: string | undefined): number {
  return text === undefined ? 0 : text.length + 1;
}

/** The absolute path of a link, or undefined when it can be none. */
export function resolveLink({ path }: Pick<PathLink, 'path'>, base: string): string | undefined {
  if (path.startsWith('file://')) {
    try {
      return fileURLToPath(path);
    } catch {
      // Not the address of a local file.
      return undefined;
    }
  }
  return isAbsolute(path) ? path : resolve(base, path);
}

function numberOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}
