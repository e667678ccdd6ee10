import { languages, workspace } from 'vscode';
import type { TextDocument } from 'vscode';
import type { Disposable } from '../disposableStore.ts';
import { DisposableStore } from '../disposableStore.ts';
import { ecosystemDocuments } from './documentSelector.ts';
import type { LanguageServer, LanguageServerParts } from './languageServer.ts';
import { mayBeEcosystem } from './mayBeEcosystem.ts';

/**
 * Language features for ecosystem files. The server runs from when the first of them is open; loading the client
 * takes its time too, so that waits as long.
 */
export class LanguageFeatures implements Disposable {
  readonly #parts: LanguageServerParts;
  readonly #onDefect: (operation: string, error: unknown) => void;
  readonly #store = new DisposableStore();
  #selector = ecosystemDocuments();
  #server: Promise<LanguageServer> | undefined;
  /** The end of the one before. */
  #ended: Promise<void> = Promise.resolve();

  constructor(parts: LanguageServerParts, onDefect: (operation: string, error: unknown) => void) {
    this.#parts = parts;
    this.#onDefect = onDefect;
    this.#store.add(workspace.onDidOpenTextDocument((document) => this.#look([document])));
    // A text that somebody writes from nothing, or saves by such a name.
    this.#store.add(workspace.onDidChangeTextDocument(({ document }) => this.#look([document])));
    this.#store.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('drover.files.patterns')) this.#restart();
      }),
    );
    this.#store.add(workspace.onDidChangeWorkspaceFolders(() => this.#restart()));
    this.#look(workspace.textDocuments);
  }

  dispose(): void {
    this.#store.dispose();
    this.#stop();
  }

  #look(documents: readonly TextDocument[]): void {
    if (this.#server !== undefined) return;
    const isOurs = documents.some(
      (document) => languages.match(this.#selector, document) > 0 && mayBeEcosystem(document.getText()),
    );
    if (!isOurs) return;
    this.#server = this.#start();
    this.#server.catch((error: unknown) => this.#onDefect('language server', error));
  }

  /** The documents that it is told of depend on the settings and on the folders. */
  #restart(): void {
    this.#stop();
    this.#selector = ecosystemDocuments();
    this.#look(workspace.textDocuments);
  }

  async #start(): Promise<LanguageServer> {
    const { startLanguageServer } = await import('./languageServer.ts');
    await this.#ended;
    return await startLanguageServer(this.#parts);
  }

  #stop(): void {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    this.#ended = server.then(
      (one) => one.stop().catch((error: unknown) => this.#onDefect('language server', error)),
      // It has been told that it did not start.
      () => undefined,
    );
  }
}
