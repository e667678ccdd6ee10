import { pathToFileURL } from 'node:url';
import type {
  CodeAction,
  CodeLens,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Position,
  Range,
  SelectionRange,
} from 'vscode-languageserver/node';
import { CodeActionKind, FoldingRangeKind, MarkupKind, SymbolKind } from 'vscode-languageserver/node';
import { codeLenses } from '../ecosystem/features/codeLenses.ts';
import { documentLinks } from '../ecosystem/features/documentLinks.ts';
import type { FeatureFacts } from '../ecosystem/features/featureFacts.ts';
import { foldingRanges, selectionSpans } from '../ecosystem/features/folding.ts';
import { hoverAt } from '../ecosystem/features/hover.ts';
import { inlayHints } from '../ecosystem/features/inlayHints.ts';
import { refactoringsAt } from '../ecosystem/features/refactorings.ts';
import { documentSymbols } from '../ecosystem/features/symbols.ts';
import type { DocumentSymbol as WrittenSymbol } from '../ecosystem/features/symbols.ts';
import type { OpenFile } from './ecosystemDocuments.ts';
import { rangeOf, spanOf, textEdit } from './textRanges.ts';

/** What is said of an ecosystem file, in the words of the Language Server Protocol. */

export function hover({ document, tree }: OpenFile, at: Position, facts: FeatureFacts): Hover | null {
  const found = hoverAt(tree, document.offsetAt(at), facts);
  if (found === null) return null;
  return {
    contents: { kind: MarkupKind.Markdown, value: found.markdown },
    range: rangeOf(document, found),
  };
}

export function lenses({ document, tree }: OpenFile, facts: FeatureFacts): CodeLens[] {
  return codeLenses(tree, facts).map(({ title, command, ...span }) => ({
    range: rangeOf(document, span),
    command: {
      title,
      command: command?.id ?? '',
      ...(command === null ? {} : { arguments: [command.argument] }),
    },
  }));
}

export function hints({ document, tree }: OpenFile, range: Range, facts: FeatureFacts): InlayHint[] {
  return inlayHints(tree, spanOf(document, range), facts).map(({ offset, label, tooltip }) => ({
    position: document.positionAt(offset),
    label,
    paddingLeft: true,
    ...(tooltip === null ? {} : { tooltip: { kind: MarkupKind.Markdown, value: tooltip } }),
  }));
}

/** Those that lead somewhere: VS Code offers to create what is missing, and cannot open folders. */
export function links({ document, tree }: OpenFile, facts: FeatureFacts): DocumentLink[] {
  return documentLinks(tree, facts)
    .filter(({ kind, exists }) => kind === 'address' || (kind === 'file' && exists === true))
    .map(({ target, kind, tooltip, ...span }) => ({
      range: rangeOf(document, span),
      target: kind === 'address' ? target : pathToFileURL(target).href,
      tooltip,
    }));
}

/** What can be added to the app at a place. */
export function refactorings({ document, tree }: OpenFile, at: Position, facts: FeatureFacts): CodeAction[] {
  return refactoringsAt(tree, document.offsetAt(at), facts).map(({ title, edits }) => ({
    title,
    kind: CodeActionKind.RefactorRewrite,
    edit: { changes: { [document.uri]: edits.map((edit) => textEdit(document, edit)) } },
  }));
}

const symbolKinds: Readonly<Record<WrittenSymbol['kind'], SymbolKind>> = {
  app: SymbolKind.Module,
  section: SymbolKind.Namespace,
  environment: SymbolKind.Namespace,
  object: SymbolKind.Object,
  list: SymbolKind.Array,
  value: SymbolKind.Property,
};

export function symbols({ document, tree }: OpenFile, facts: FeatureFacts): DocumentSymbol[] {
  const convert = ({ name, detail, kind, selection, children, ...span }: WrittenSymbol): DocumentSymbol => ({
    name,
    detail,
    kind: symbolKinds[kind],
    range: rangeOf(document, span),
    selectionRange: rangeOf(document, selection),
    children: children.map(convert),
  });
  return documentSymbols(tree, facts).map(convert);
}

export function folds({ document, tree }: OpenFile): FoldingRange[] {
  return foldingRanges(tree).map(({ kind, ...span }) => {
    const { start, end } = rangeOf(document, span);
    const closes = /^[\]}]/.test(tree.text.slice(span.end - 1, span.end));
    return {
      startLine: start.line,
      // The line that only closes what is folded stays visible.
      endLine: closes ? Math.max(start.line, end.line - 1) : end.line,
      ...(kind === 'comment' ? { kind: FoldingRangeKind.Comment } : {}),
    };
  });
}

export function selections({ document, tree }: OpenFile, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => {
    const spans = selectionSpans(tree, document.offsetAt(position));
    let found: SelectionRange | undefined;
    for (const span of spans.toReversed()) {
      const range = rangeOf(document, span);
      found = found === undefined ? { range } : { range, parent: found };
    }
    return found ?? { range: { start: position, end: position } };
  });
}
