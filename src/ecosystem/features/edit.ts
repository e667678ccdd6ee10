import type { Span } from '../tree/node.ts';

/** A replacement in a text; the edits of one change do not overlap. */
export interface Edit extends Span {
  readonly newText: string;
}

/** Why something cannot be done, as a sentence in the user's language. */
export interface Refusal {
  readonly refused: string;
}

/** A text after edits. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text);
}
