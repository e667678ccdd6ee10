import type { CompletionItem, Position } from 'vscode-languageserver/node';
import { CompletionItemKind, InsertTextFormat, InsertTextMode, MarkupKind } from 'vscode-languageserver/node';
import { completionsAt } from '../ecosystem/complete/complete.ts';
import type { CompletionKind } from '../ecosystem/complete/completionItem.ts';
import { languageOf } from '../ecosystem/tree/parseTree.ts';
import type { OpenText } from './ecosystemDocuments.ts';
import type { DocumentSettings } from './settings.ts';
import type { Surroundings } from './surroundings.ts';
import { textEdit } from './textRanges.ts';

/**
 * What opens the list of suggestions when it is typed: quotes, since VS Code suggests nothing inside of strings by
 * itself, the parts of paths, and what a value follows.
 */
export const triggerCharacters: readonly string[] = ['"', "'", '`', '/', ':', '=', '[', ' '];

const kinds: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  property: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  app: CompletionItemKind.Module,
  snippet: CompletionItemKind.Snippet,
  table: CompletionItemKind.Struct,
};

/** What can be written at a place; `typed` is the character that has just asked for it, if one has. */
export function completions(
  { document, path }: OpenText,
  at: { readonly position: Position; readonly typed: string | undefined },
  settings: DocumentSettings,
  around: Surroundings,
): CompletionItem[] {
  const offset = document.offsetAt(at.position);
  const text = document.getText();
  if (at.typed === ' ' && !followsSign(text, offset)) return [];
  const language = languageOf(path);
  const mixes = language === 'javascript' || language === 'typescript';
  return completionsAt(text, path, offset, around.completionFacts(settings)).map((item): CompletionItem => {
    const { label, kind, detail, documentation, replace, newText, edits, retriggers } = item;
    return {
      label,
      kind: kinds[kind],
      ...(detail === '' ? {} : { detail }),
      // The list has TypeScript's suggestions too.
      ...(mixes ? { labelDetails: { description: 'Drover' } } : {}),
      ...(documentation === '' ? {} : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
      textEdit: textEdit(document, { ...replace, newText }),
      insertTextFormat: InsertTextFormat.Snippet,
      insertTextMode: InsertTextMode.asIs,
      ...(edits.length === 0 ? {} : { additionalTextEdits: edits.map((edit) => textEdit(document, edit)) }),
      sortText: item.sortText,
      filterText: item.filterText,
      ...(retriggers ? { command: { title: '', command: 'editor.action.triggerSuggest' } } : {}),
    };
  });
}

/** A blank asks for suggestions where a value comes, not between words or in an indentation. */
function followsSign(text: string, offset: number): boolean {
  return /[:=,[-]$/.test(text.slice(Math.max(0, offset - 2), offset - 1));
}
