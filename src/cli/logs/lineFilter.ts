/** What a line needs for being chosen. */
export interface FilteredLine {
  /** Epoch milliseconds; null when it is not known. */
  readonly at: number | null;
  readonly stream: 'out' | 'err';
  readonly text: string;
}

export interface LineFilter {
  /** null: both. */
  readonly stream: 'out' | 'err' | null;
  /** Epoch milliseconds, the first and the last that are shown. */
  readonly since: number | null;
  readonly until: number | null;
  readonly grep: RegExp | null;
  /** The lines that `grep` does not fit. */
  readonly invert: boolean;
}

export function accepts({ stream, since, until, grep, invert }: LineFilter, line: FilteredLine): boolean {
  if (stream !== null && line.stream !== stream) return false;
  if (since !== null && (line.at === null || line.at < since)) return false;
  if (until !== null && (line.at === null || line.at > until)) return false;
  return grep === null || grep.test(line.text) !== invert;
}

export function choosesAll({ stream, since, until, grep }: LineFilter): boolean {
  return stream === null && since === null && until === null && grep === null;
}

/** `error` or `/error/i` as a regular expression; undefined when it is none. */
export function parseGrep(text: string): RegExp | undefined {
  const [, source, flags] = /^\/(.+)\/([a-z]*)$/s.exec(text) ?? [undefined, text, ''];
  try {
    // A global or sticky one would remember where it was.
    return new RegExp(source ?? '', (flags ?? '').replace(/[gy]/g, ''));
  } catch {
    return undefined;
  }
}
