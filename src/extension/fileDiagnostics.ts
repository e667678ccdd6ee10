import { Diagnostic, DiagnosticSeverity, languages, Range, Uri } from 'vscode';
import type { FileInfo, Problem } from '../protocol/model.ts';
import { describeProblem } from '../protocol/problems.ts';
import type { Disposable } from './disposableStore.ts';
import { DisposableStore } from './disposableStore.ts';
import { editorPath } from './editor/editorPath.ts';
import type { StaticFindings } from './editor/staticFindings.ts';
import { isTold } from './editor/toldProblems.ts';
import type { WorkspaceFolders } from './folders/workspaceFolders.ts';
import { t } from './localise.ts';

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const;

interface Shown {
  readonly file: FileInfo;
  readonly uri: Uri;
  /** What the language server has said since the supervisor read the file: a word mended now may be unsaved. */
  readonly told: Map<string, Pick<Problem, 'code' | 'data'>>;
}

/**
 * Problems of ecosystem files that the supervisor found, on the lines they are about. While a file is open the language
 * server tells what can be seen in its text; then only what came up by running it is left.
 */
export function createFileDiagnostics(folders: WorkspaceFolders, findings: StaticFindings): Disposable {
  const collection = languages.createDiagnosticCollection('drover');
  const shown = new Map<string, Shown>();
  let known: readonly FileInfo[] = [];
  const update = (): void => {
    known = folders.models.flatMap((model) => model.view.snapshot.files);
    const current = new Set<string>();
    for (const model of folders.models) {
      for (const file of model.view.snapshot.files) {
        const uri = Uri.file(editorPath(model, file.path));
        const key = uri.toString();
        current.add(key);
        if (shown.get(key)?.file !== file) shown.set(key, { file, uri, told: new Map() });
      }
    }
    for (const [key, one] of shown) {
      if (!current.has(key)) {
        shown.delete(key);
        collection.delete(one.uri);
      } else show(one);
    }
  };
  const show = ({ file, uri, told }: Shown): void => {
    const said = findings.of(uri);
    for (const one of said ?? []) told.set(JSON.stringify(one), one);
    const own = file.problems.filter((problem) => problem.file === undefined || problem.file === file.path);
    const left =
      said === undefined ? own : own.filter((problem) => !isTold(problem, file.path, [...told.values()]));
    collection.set(uri, left.map(diagnostic));
  };
  const store = new DisposableStore();
  store.add(collection);
  store.add(
    folders.onDidChange(() => {
      const files = folders.models.flatMap((model) => model.view.snapshot.files);
      if (files.length !== known.length || files.some((file, index) => file !== known[index])) update();
    }),
  );
  store.add(findings.onDidChange(update));
  return store;
}

function diagnostic(problem: Problem): Diagnostic {
  const line = Math.max(0, (problem.line ?? 1) - 1);
  const column = Math.max(0, (problem.column ?? 1) - 1);
  // Without a column the whole line is meant; VS Code cuts the range at its end.
  const end = problem.column === undefined ? Number.MAX_SAFE_INTEGER : column + 1;
  const made = new Diagnostic(
    new Range(line, column, line, end),
    describeProblem(problem, t),
    severities[problem.severity],
  );
  made.source = 'Drover';
  made.code = problem.code;
  return made;
}
