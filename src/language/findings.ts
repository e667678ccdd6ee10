import type { CodeAction, Diagnostic, Range } from 'vscode-languageserver/node';
import { CodeActionKind, DiagnosticSeverity } from 'vscode-languageserver/node';
import { check } from '../ecosystem/rules/check.ts';
import { describeFinding, describeFix } from '../ecosystem/rules/describeFinding.ts';
import type { Finding, Severity } from '../ecosystem/rules/rule.ts';
import type { SourceTree } from '../ecosystem/tree/sourceTree.ts';
import { describeProblem } from '../protocol/problems.ts';
import type { Opened, OpenFile } from './ecosystemDocuments.ts';
import type { DocumentSettings } from './settings.ts';
import type { Surroundings } from './surroundings.ts';
import { rangeOf, spanOf, textEdit } from './textRanges.ts';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** VS Code checks the syntax of these by itself. */
const checkedByEditor = new Set(['json', 'jsonc', 'javascript', 'typescript']);

/** What was told last of a text; VS Code asks for fixes whenever the cursor moves. */
const told = new WeakMap<SourceTree, readonly Finding[]>();

/** What is wrong with a file, in the order of its text. */
export function diagnostics(file: OpenFile, settings: DocumentSettings, around: Surroundings): Diagnostic[] {
  const found = findings(file, settings, around);
  told.set(file.tree, found);
  return found.map((finding) => toDiagnostic(finding, file, around));
}

/** What is told of a document that has not been looked into. */
export function refusalOf(opened: Exclude<Opened, OpenFile>, { t }: Surroundings): Diagnostic[] {
  if (opened === 'foreign') return [];
  const start = { line: 0, character: 0 };
  const said = { code: 'file-too-long', data: {} };
  return [
    {
      range: { start, end: start },
      severity: DiagnosticSeverity.Information,
      source: 'Drover',
      code: said.code,
      message: describeProblem(said, t),
    },
  ];
}

/** What mends the findings that touch a range. */
export function quickFixes(
  file: OpenFile,
  range: Range,
  settings: DocumentSettings,
  around: Surroundings,
): CodeAction[] {
  const { document } = file;
  const { start, end } = spanOf(document, range);
  return (told.get(file.tree) ?? findings(file, settings, around))
    .filter((finding) => finding.start <= end && finding.end >= start)
    .flatMap((finding) =>
      finding.fixes.map((fix) => ({
        title: describeFix(fix, around.t),
        kind: CodeActionKind.QuickFix,
        diagnostics: [toDiagnostic(finding, file, around)],
        isPreferred: fix.isPreferred,
        edit: { changes: { [document.uri]: fix.edits.map((edit) => textEdit(document, edit)) } },
      })),
    );
}

function findings(
  { document: { languageId }, path, tree }: OpenFile,
  settings: DocumentSettings,
  around: Surroundings,
): readonly Finding[] {
  const others = around.window.syntaxByOthers;
  const tellsSyntax = !checkedByEditor.has(languageId) && !others.includes(languageId);
  return check(tree, { path, facts: around.fileFacts(path), settings }).filter(
    ({ code }) => tellsSyntax || code !== 'file-syntax',
  );
}

function toDiagnostic(finding: Finding, { document }: OpenFile, { t }: Surroundings): Diagnostic {
  const { code, data, severity } = finding;
  return {
    range: rangeOf(document, finding),
    severity: severities[severity],
    source: 'Drover',
    code,
    message: describeFinding(finding, t),
    // The window compares by these what the supervisor reports of the same file.
    data: { code, data },
  };
}
