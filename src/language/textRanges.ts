import type { Range, TextEdit } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../ecosystem/tree/node.ts';

/** Offsets as lines and columns of a document. */
export function rangeOf(document: TextDocument, { start, end }: Span): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** The offsets of a range. */
export function spanOf(document: TextDocument, { start, end }: Range): Span {
  return { start: document.offsetAt(start), end: document.offsetAt(end) };
}

/** A replacement of what stands at a span. */
export function textEdit(
  document: TextDocument,
  { newText, ...span }: Span & { readonly newText: string },
): TextEdit {
  return { range: rangeOf(document, span), newText };
}
