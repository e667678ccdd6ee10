import type { DocumentHighlight, Location, Position, Range, WorkspaceEdit } from 'vscode-languageserver/node';
import { DocumentHighlightKind, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { definitionAt, referencesAt } from '../ecosystem/features/appNames.ts';
import type { FeatureFacts } from '../ecosystem/features/featureFacts.ts';
import { prepareRename, renameApp } from '../ecosystem/features/renameApp.ts';
import type { OpenFile } from './ecosystemDocuments.ts';
import { rangeOf, textEdit } from './textRanges.ts';

/** Where the names of apps are written, and giving them other ones. */

export function definition({ document, tree }: OpenFile, at: Position): Location | null {
  const span = definitionAt(tree, document.offsetAt(at));
  return span === null ? null : { uri: document.uri, range: rangeOf(document, span) };
}

export function references({ document, tree }: OpenFile, at: Position, withDefinition: boolean): Location[] {
  return referencesAt(tree, document.offsetAt(at))
    .filter(({ isDefinition }) => withDefinition || !isDefinition)
    .map((span) => ({ uri: document.uri, range: rangeOf(document, span) }));
}

export function highlights({ document, tree }: OpenFile, at: Position): DocumentHighlight[] {
  return referencesAt(tree, document.offsetAt(at)).map(({ isDefinition, ...span }) => ({
    range: rangeOf(document, span),
    kind: isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

/** Throws what the editor tells the user where a name cannot be changed. */
export function renamed(
  { document, tree }: OpenFile,
  at: Position,
  facts: FeatureFacts,
): { range: Range; placeholder: string } | null {
  const target = prepareRename(tree, document.offsetAt(at), facts);
  if (target === null) return null;
  if ('refused' in target) throw refusal(target.refused);
  return { range: rangeOf(document, target), placeholder: target.placeholder };
}

export function rename(
  { document, tree }: OpenFile,
  { position, newName }: { readonly position: Position; readonly newName: string },
  facts: FeatureFacts,
): WorkspaceEdit | null {
  const edits = renameApp(tree, document.offsetAt(position), newName, facts);
  if (edits === null) return null;
  if ('refused' in edits) throw refusal(edits.refused);
  return { changes: { [document.uri]: edits.map((edit) => textEdit(document, edit)) } };
}

function refusal(sentence: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, sentence);
}
