import { stat } from 'node:fs/promises';
import { DocumentLink, languages, Range, Uri, window } from 'vscode';
import type { CancellationToken, DocumentLinkProvider, TextDocument } from 'vscode';
import type { Disposable } from '../disposableStore.ts';
import { logLanguage } from './logChannel.ts';
import type { FileLink } from './searchResult.ts';
import { pathLinks, resolveLink } from './pathLinks.ts';

/** Only the newest lines and those in sight are looked at: a channel may have 50,000. */
const newestLines = 500;
const mostLinks = 500;
/** Files that were looked for are not looked for again for a while. */
const keptMs = 10_000;
const keptPaths = 2000;

export interface LogLinkSources {
  /** Links that the text was made with. */
  readonly linksOf: (document: Uri) => readonly FileLink[];
  /** Absolute folder where relative paths begin; undefined for a document that is none of ours. */
  readonly baseOf: (document: Uri) => string | undefined;
}

/**
 * Makes paths in what instances wrote lead to the files. VS Code's own detector leaves channels of other languages
 * alone, and knows no folder of an app; web addresses are found by the editor itself.
 */
export function registerLogLinks(sources: LogLinkSources): Disposable {
  return languages.registerDocumentLinkProvider({ language: logLanguage }, new LogLinks(sources));
}

class LogLinks implements DocumentLinkProvider {
  readonly #sources: LogLinkSources;
  readonly #known = new Map<string, { readonly isFile: boolean; readonly at: number }>();

  constructor(sources: LogLinkSources) {
    this.#sources = sources;
  }

  async provideDocumentLinks(document: TextDocument, cancelled: CancellationToken): Promise<DocumentLink[]> {
    const made = this.#sources.linksOf(document.uri);
    if (made.length > 0) return made.map(linkOf);
    const base = this.#sources.baseOf(document.uri);
    if (base === undefined) return [];
    const links: DocumentLink[] = [];
    for (const row of rowsOf(document)) {
      if (cancelled.isCancellationRequested || links.length >= mostLinks) break;
      for (const found of pathLinks(document.lineAt(row).text)) {
        const path = resolveLink(found, base);
        if (path === undefined || !(await this.#isFile(path))) continue;
        links.push(linkOf({ ...found, row, path, line: found.line ?? 1, column: found.column ?? 1 }));
      }
    }
    return links;
  }

  async #isFile(path: string): Promise<boolean> {
    const now = performance.now();
    const known = this.#known.get(path);
    if (known !== undefined && now - known.at < keptMs) return known.isFile;
    if (this.#known.size > keptPaths) this.#known.clear();
    const isFile = await stat(path).then(
      (found) => found.isFile(),
      // Whatever keeps it from being looked at keeps it from being opened, too.
      () => false,
    );
    this.#known.set(path, { isFile, at: now });
    return isFile;
  }
}

function linkOf({
  row,
  start,
  end,
  path,
  line,
  column = 1,
}: FileLink & { readonly column?: number }): DocumentLink {
  const target = Uri.file(path).with({ fragment: `L${line},${column}` });
  return new DocumentLink(new Range(row, start, row, end), target);
}

/** The rows in sight, then the newest ones from the end. */
function rowsOf(document: TextDocument): ReadonlySet<number> {
  const rows = new Set<number>();
  for (const { document: shown, visibleRanges } of window.visibleTextEditors) {
    if (shown !== document) continue;
    for (const { start, end } of visibleRanges)
      for (let row = start.line; row <= end.line; row++) rows.add(row);
  }
  const { lineCount } = document;
  for (let row = lineCount - 1; row >= Math.max(0, lineCount - newestLines); row--) rows.add(row);
  return rows;
}
