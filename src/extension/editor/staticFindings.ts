import type { Diagnostic, Uri } from 'vscode';
import { Emitter } from '../../client/emitter.ts';
import type { Problem } from '../../protocol/model.ts';

/** The problems that the language server shows in open files, so that nobody shows them a second time. */
export class StaticFindings {
  readonly #byFile = new Map<string, readonly Diagnostic[]>();
  readonly #didChange = new Emitter<[]>();

  readonly onDidChange = this.#didChange.on;

  set(uri: Uri, diagnostics: readonly Diagnostic[]): void {
    this.#byFile.set(uri.toString(), diagnostics);
    this.#didChange.fire();
  }

  /** The server ended, or nobody has the file open any more. */
  delete(uri: Uri): void {
    if (this.#byFile.delete(uri.toString())) this.#didChange.fire();
  }

  clear(): void {
    this.#byFile.clear();
    this.#didChange.fire();
  }

  /** Undefined while the server does not look at the file. */
  of(uri: Uri): readonly Pick<Problem, 'code' | 'data'>[] | undefined {
    return this.#byFile.get(uri.toString())?.flatMap(problemOf);
  }
}

/** Servers hand on data beside what VS Code knows of a diagnostic. */
function problemOf(diagnostic: Diagnostic & { readonly data?: unknown }): Pick<Problem, 'code' | 'data'>[] {
  const { data } = diagnostic;
  if (typeof data !== 'object' || data === null || !('code' in data) || !('data' in data)) return [];
  return [data as Pick<Problem, 'code' | 'data'>];
}
