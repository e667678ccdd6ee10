/** What stands in for the word that is not written yet. */
export const marker = 'dRoVeRcUrSoR';

/** What to put in place of `from` to `to` so that the text can be read: `before`, the marker, `after`. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly before: string;
  readonly after: string;
  /** To be written before whatever is inserted: see `Cursor`. */
  readonly prefix: string;
  /** The marker is the name of a property, and nothing else fits. */
  readonly isKey: boolean;
}

/** A text with the marker in it. */
export interface MarkedText {
  readonly text: string;
  readonly mark: Mark;
  /** The place of the marker. */
  readonly at: number;
  /** The place in the real text for one in this text. */
  readonly back: (offset: number) => number;
}

/** A mark that replaces nothing. */
export function insertion(offset: number, options: Partial<Mark> = {}): Mark {
  return { from: offset, to: offset, before: '', after: '', prefix: '', isKey: false, ...options };
}

export function withMark(text: string, mark: Mark): MarkedText {
  const { from, to, before, after } = mark;
  const written = before + marker + after;
  const at = from + before.length;
  const end = from + written.length;
  const back = (offset: number): number => {
    if (offset <= at) return Math.min(offset, from);
    if (offset >= end) return offset - end + to;
    // `after` begins with what stood behind the cursor.
    return Math.min(from + Math.max(offset - at - marker.length, 0), to);
  };
  return { text: text.slice(0, from) + written + text.slice(to), mark, at, back };
}

/** The line of an offset, in its parts. */
export function lineAt(
  text: string,
  offset: number,
): { readonly start: number; readonly before: string; readonly after: string } {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const after = text.slice(offset, end === -1 ? text.length : end).replace(/\r$/, '');
  return { start: offset === 0 ? 0 : start, before: offset === 0 ? '' : text.slice(start, offset), after };
}
