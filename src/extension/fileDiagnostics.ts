import { Diagnostic, DiagnosticSeverity, languages, Range, Uri } from 'vscode';
import type { FileInfo, Problem } from '../protocol/model.ts';
import { describeProblem } from '../protocol/problems.ts';
import type { Disposable } from './disposableStore.ts';
import type { WorkspaceFolders } from './folders/workspaceFolders.ts';

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const;

/** Problems of ecosystem files on the lines they are about. */
export function createFileDiagnostics(folders: WorkspaceFolders): Disposable {
  const collection = languages.createDiagnosticCollection('drover');
  let shown: readonly FileInfo[] = [];
  const update = (): void => {
    const files = folders.models.flatMap((model) => model.view.snapshot.files);
    if (files.length === shown.length && files.every((file, index) => file === shown[index])) return;
    shown = files;
    collection.clear();
    for (const file of files) {
      const problems = file.problems.filter(
        (problem) => problem.file === undefined || problem.file === file.path,
      );
      collection.set(Uri.file(file.path), problems.map(diagnostic));
    }
  };
  const subscription = folders.onDidChange(update);
  return {
    dispose: () => {
      subscription.dispose();
      collection.dispose();
    },
  };
}

function diagnostic(problem: Problem): Diagnostic {
  const line = Math.max(0, (problem.line ?? 1) - 1);
  const column = Math.max(0, (problem.column ?? 1) - 1);
  // Without a column the whole line is meant; VS Code cuts the range at its end.
  const end = problem.column === undefined ? Number.MAX_SAFE_INTEGER : column + 1;
  const made = new Diagnostic(
    new Range(line, column, line, end),
    describeProblem(problem),
    severities[problem.severity],
  );
  made.source = 'Drover';
  made.code = problem.code;
  return made;
}
