import type { Connection, Diagnostic } from 'vscode-languageserver/node';
import type { EcosystemDocuments } from './ecosystemDocuments.ts';
import { describe } from './requestGuard.ts';

/** How long nobody has to type before problems are told, in milliseconds: half a word is no problem. */
const quietMs = 200;

/** Tells the editor what is wrong in each open ecosystem file, and again when that may have changed. */
export class DiagnosticsFeed {
  readonly #connection: Connection;
  readonly #documents: EcosystemDocuments;
  readonly #problemsOf: (uri: string) => Promise<Diagnostic[]>;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** A text that was just opened is told of at once. */
  readonly #told = new Set<string>();

  constructor(
    connection: Connection,
    documents: EcosystemDocuments,
    problemsOf: (uri: string) => Promise<Diagnostic[]>,
  ) {
    this.#connection = connection;
    this.#documents = documents;
    this.#problemsOf = problemsOf;
    documents.onDidChange(({ document: { uri } }) => {
      if (this.#told.has(uri)) this.#soon(uri);
      else this.#run(this.#tell(uri));
      this.#told.add(uri);
    });
    documents.onDidClose(({ document: { uri } }) => {
      this.#told.delete(uri);
      clearTimeout(this.#timers.get(uri));
      this.#timers.delete(uri);
      this.#run(connection.sendDiagnostics({ uri, diagnostics: [] }));
    });
  }

  /** What else problems depend on has changed: settings, the disk, what runs. */
  refresh(): void {
    for (const uri of this.#documents.uris) this.#soon(uri);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #soon(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    this.#timers.set(
      uri,
      setTimeout(() => {
        this.#timers.delete(uri);
        this.#run(this.#tell(uri));
      }, quietMs),
    );
  }

  async #tell(uri: string): Promise<void> {
    const version = this.#documents.version(uri);
    const diagnostics = await this.#problemsOf(uri);
    // Where somebody typed on meanwhile, the next turn tells.
    if (version === undefined || version !== this.#documents.version(uri)) return;
    await this.#connection.sendDiagnostics({ uri, diagnostics, version });
  }

  #run(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#connection.console.error(`diagnostics: ${describe(error)}`));
  }
}
