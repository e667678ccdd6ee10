import { EventEmitter, languages, Uri, window, workspace } from 'vscode';
import type { TextDocumentContentProvider } from 'vscode';
import type { Disposable } from '../disposableStore.ts';
import { DisposableStore } from '../disposableStore.ts';
import { logLanguage } from './logChannel.ts';
import type { FileLink, LinkedText } from './searchResult.ts';

const logScheme = 'drover-log';

interface LogDocument extends LinkedText {
  /** Where relative paths in it begin. */
  readonly base: string;
}

/** Read-only documents about logs, held as long as they are open. */
export class LogDocuments implements TextDocumentContentProvider, Disposable {
  readonly #documents = new Map<string, LogDocument>();
  readonly #changes = new EventEmitter<Uri>();
  readonly #store = new DisposableStore();
  readonly onDidChange = this.#changes.event;

  constructor() {
    this.#store.add(this.#changes);
    this.#store.add(workspace.registerTextDocumentContentProvider(logScheme, this));
    this.#store.add(workspace.onDidCloseTextDocument(({ uri }) => this.#documents.delete(uri.toString())));
  }

  /** Shows `text` as a document of that title; one that is open already gets it as its new content. */
  async show(title: string, document: LogDocument): Promise<void> {
    const uri = Uri.from({ scheme: logScheme, path: `/${title.replaceAll('/', '\u2215')}` });
    this.#documents.set(uri.toString(), document);
    this.#changes.fire(uri);
    const shown = await languages.setTextDocumentLanguage(await workspace.openTextDocument(uri), logLanguage);
    // Another language is a document that is closed and opened anew.
    this.#documents.set(uri.toString(), document);
    await window.showTextDocument(shown, { preview: true });
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.#documents.get(uri.toString())?.text ?? '';
  }

  linksOf(uri: Uri): readonly FileLink[] {
    return this.#documents.get(uri.toString())?.links ?? [];
  }

  baseOf(uri: Uri): string | undefined {
    return this.#documents.get(uri.toString())?.base;
  }

  dispose(): void {
    this.#store.dispose();
  }
}
