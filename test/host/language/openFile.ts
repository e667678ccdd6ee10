import assert from 'node:assert/strict';
import path from 'node:path';
import { CodeActionKind, commands, languages, Position, Range, Uri, window, workspace } from 'vscode';
import type { CodeAction, Diagnostic, TextDocument } from 'vscode';

/** An ecosystem file of the workspace that is open in an editor. */
export class OpenFile {
  readonly document: TextDocument;

  private constructor(document: TextDocument) {
    this.document = document;
  }

  static async open(name: string): Promise<OpenFile> {
    const folder = workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder !== undefined, 'no folder is open');
    const document = await workspace.openTextDocument(Uri.joinPath(folder, name));
    await window.showTextDocument(document);
    return new OpenFile(document);
  }

  get uri(): Uri {
    return this.document.uri;
  }

  get name(): string {
    return path.basename(this.uri.fsPath);
  }

  /** Behind the first characters of the nth place that has this text. */
  at(text: string, { skip = 0, nth = 0 }: { skip?: number; nth?: number } = {}): Position {
    let offset = -1;
    for (let found = 0; found <= nth; found++) {
      offset = this.document.getText().indexOf(text, offset + 1);
      assert.ok(offset !== -1, `${this.name} has no ${JSON.stringify(text)}`);
    }
    return this.document.positionAt(offset + skip);
  }

  /** Back to what is on disk. */
  async revert(): Promise<void> {
    await window.showTextDocument(this.document);
    await until(async () => {
      await commands.executeCommand('workbench.action.files.revert');
      return this.document.isDirty ? undefined : true;
    }, `${this.name} as it is on disk`);
  }

  /** Asks every provider of the editor, those of other extensions too. */
  ask<T>(command: string, ...args: unknown[]): Promise<T> {
    return Promise.resolve(commands.executeCommand<T>(command, this.uri, ...args));
  }

  /** The quick fixes there. None when VS Code gives the request up: another extension came with fixes of its own. */
  async fixes(range: Range | undefined): Promise<readonly CodeAction[]> {
    const kind = CodeActionKind.QuickFix.value;
    try {
      return await this.ask<CodeAction[]>('vscode.executeCodeActionProvider', range, kind);
    } catch (error) {
      if (error instanceof Error && error.name === 'Canceled') return [];
      throw error;
    }
  }

  get whole(): Range {
    return new Range(new Position(0, 0), this.document.positionAt(this.document.getText().length));
  }

  /** Resolves with the diagnostics as soon as they fit. */
  async diagnostics(
    fits: (found: readonly Diagnostic[]) => boolean,
    what: string,
  ): Promise<readonly Diagnostic[]> {
    return await new Promise((resolve, reject) => {
      const look = (): void => {
        const found = languages.getDiagnostics(this.uri);
        if (!fits(found)) return;
        clearTimeout(timer);
        subscription.dispose();
        resolve(found);
      };
      const subscription = languages.onDidChangeDiagnostics(look);
      const timer = setTimeout(() => {
        subscription.dispose();
        const found = languages
          .getDiagnostics(this.uri)
          .map(({ source, code, message }) => ({ source, code, message }));
        reject(new Error(`Never seen in ${this.name}: ${what}, but ${JSON.stringify(found, undefined, 1)}`));
      }, 20_000);
      look();
    });
  }
}

/** Asks until something comes; there is no event for what other providers will answer. */
export async function until<T>(ask: () => Promise<T | undefined>, what: string): Promise<T> {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    const found = await ask();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Never seen: ${what}.`);
}
