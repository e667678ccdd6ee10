import { fileURLToPath } from 'node:url';
import type { Connection } from 'vscode-languageserver/node';
import { TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { languageOf, parseSource } from '../ecosystem/tree/parseTree.ts';
import type { SourceTree } from '../ecosystem/tree/sourceTree.ts';
import { isEcosystemText } from './isEcosystemText.ts';

/** Longer texts get no language features: reading them would make the editor wait. In UTF-16 units. */
export const longestText = 1_000_000;

/** The text of an open ecosystem file. */
export interface OpenText {
  readonly document: TextDocument;
  /** Absolute; of a file that was never saved only its name may be known. */
  readonly path: string;
}

/** An open ecosystem file as it is in the editor now. */
export interface OpenFile extends OpenText {
  readonly tree: SourceTree;
}

/** `foreign`: it only shares its name with ecosystem files. */
export type Opened = OpenFile | 'too long' | 'foreign';

interface Read {
  readonly version: number;
  readonly opened: Opened;
}

/** The documents that the editor has open, each parsed once for every state of its text. */
export class EcosystemDocuments {
  readonly #documents = new TextDocuments(TextDocument);
  readonly #read = new Map<string, Read>();
  /** Once a text was ours it stays so while it is open: it may be in any state while somebody types. */
  readonly #ours = new Set<string>();

  /** Also upon opening. */
  readonly onDidChange = this.#documents.onDidChangeContent;
  readonly onDidClose = this.#documents.onDidClose;

  listen(connection: Connection): void {
    this.#documents.listen(connection);
    this.#documents.onDidClose(({ document: { uri } }) => {
      this.#read.delete(uri);
      this.#ours.delete(uri);
    });
  }

  get uris(): readonly string[] {
    return this.#documents.keys();
  }

  version(uri: string): number | undefined {
    return this.#documents.get(uri)?.version;
  }

  /**
   * The text of the ecosystem file at a URI, without what it says where that is not needed: completion reads texts in
   * a way of its own, and is asked for at every key.
   */
  text(uri: string): OpenText | null {
    const document = this.#documents.get(uri);
    if (document === undefined) return null;
    const isKnown = this.#ours.has(uri) && document.getText().length <= longestText;
    return isKnown ? { document, path: pathOf(uri) } : this.file(uri);
  }

  /** The ecosystem file at a URI; null when it is none of ours or too long. */
  file(uri: string): OpenFile | null {
    const opened = this.open(uri);
    return opened === undefined || typeof opened === 'string' ? null : opened;
  }

  /** Undefined when no such document is open. */
  open(uri: string): Opened | undefined {
    const document = this.#documents.get(uri);
    if (document === undefined) return undefined;
    const known = this.#read.get(uri);
    if (known?.version === document.version) return known.opened;
    const opened = this.#parse(document);
    this.#read.set(uri, { version: document.version, opened });
    return opened;
  }

  #parse(document: TextDocument): Opened {
    const text = document.getText();
    if (text.length > longestText) return 'too long';
    const path = pathOf(document.uri);
    const language = languageOf(path);
    if (language === null) return 'foreign';
    const tree = parseSource(text, language);
    if (!this.#ours.has(document.uri) && !isEcosystemText(path, tree)) return 'foreign';
    this.#ours.add(document.uri);
    return { document, path, tree };
  }
}

/** Files that were never saved (`untitled:`) have a path that nothing is at yet, or a bare name. */
function pathOf(uri: string): string {
  const url = new URL(uri);
  return url.protocol === 'file:' ? fileURLToPath(url) : decodeURIComponent(url.pathname);
}
