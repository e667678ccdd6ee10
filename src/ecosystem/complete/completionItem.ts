import type { Span } from '../tree/node.ts';
import type { Cursor } from './cursor.ts';

export type CompletionKind = 'property' | 'value' | 'file' | 'folder' | 'app' | 'snippet' | 'table';

/** Something that may be written at the cursor. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  /** One line beside the label: type, default and whose option it is. */
  readonly detail: string;
  /** Markdown; empty for none. */
  readonly documentation: string;
  readonly replace: Span;
  /** In the snippet syntax of editors, with all of its indentation: it is to be inserted as it is. */
  readonly newText: string;
  /** Beside the insertion, and before it: a comma that is missing. */
  readonly edits: readonly (Span & { readonly newText: string })[];
  /** Items are in the order of this. */
  readonly sortText: string;
  /** What the replaced text, with its quote, is compared with. */
  readonly filterText: string;
  /** What comes next can be completed at once. */
  readonly retriggers: boolean;
}

/** An item but for where it goes. */
export interface Draft {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly detail?: string;
  readonly documentation?: string;
  /** A snippet. */
  readonly text: string;
  /** Sorts before others: two digits, by and large. */
  readonly rank: string;
  readonly filter?: string;
  readonly retriggers?: boolean;
}

/** What a draft becomes at a cursor: with the comma, the blank or the dash that the place lacks. */
export function itemAt(cursor: Cursor, draft: Draft): CompletionItem {
  const { replace, quote, prefix, suffix, commaAt } = cursor;
  const keepsSuffix = !(cursor.kind === 'key' && cursor.hasValue) && draft.kind !== 'table';
  // A block of YAML begins with a line break, and needs no blank before it.
  const before = /^[\r\n]/.test(draft.text) ? prefix.trimEnd() : prefix;
  // Editors want edits apart from each other.
  const isCommaApart = commaAt !== null && commaAt !== replace.start;
  const comma = commaAt === replace.start ? ', ' : '';
  return {
    label: draft.label,
    kind: draft.kind,
    detail: draft.detail ?? '',
    documentation: draft.documentation ?? '',
    replace,
    newText: comma + before + draft.text + (keepsSuffix ? suffix : ''),
    edits: isCommaApart ? [{ start: commaAt, end: commaAt, newText: ',' }] : [],
    // Before what the editor's own services suggest.
    sortText: `0${draft.rank}${draft.label}`,
    filterText: (quote ?? '') + (draft.filter ?? draft.label),
    retriggers: draft.retriggers ?? false,
  };
}
