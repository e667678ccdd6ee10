import type { Span } from '../tree/node.ts';

/** A replacement in a text; the edits of one change do not overlap. */
export interface Edit extends Span {
  readonly newText: string;
}

/** Why something cannot be done, as a sentence in the user's language. */
export interface Refusal {
  readonly refused: string;
}
