import { QuickPickItemKind, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { visibleLine } from '../../protocol/visibleText.ts';
import { t } from '../localise.ts';
import type { Row } from '../tree/row.ts';

/** Lets the user pick one of the rows; the only one is picked without asking. */
export async function pickRow(rows: readonly Row[], placeHolder: string): Promise<Row | undefined> {
  const apps = rows.filter((row) => row.target.kind === 'app');
  const files = rows.filter((row) => row.target.kind === 'file');
  // An app and its only instance are the same choice.
  const only = new Set(apps.flatMap((row) => (row.children.length === 1 ? row.children : [])));
  const instances = rows.filter((row) => isInstance(row) && !only.has(row));
  const choices = [...files, ...apps, ...instances];
  if (choices.length <= 1) return choices[0];
  const chosen = await window.showQuickPick(
    [...section(t('files'), files), ...section(t('apps'), apps), ...section(t('instances'), instances)],
    { placeHolder, matchOnDescription: true },
  );
  return chosen !== undefined && 'row' in chosen ? chosen.row : undefined;
}

export function isInstance(row: Row): boolean {
  return row.target.kind === 'instance';
}

function section(label: string, rows: readonly Row[]): (QuickPickItem & { readonly row?: Row })[] {
  if (rows.length === 0) return [];
  return [
    { label, kind: QuickPickItemKind.Separator },
    ...rows.map((row) => ({
      label: `$(${row.icon.id}) ${visibleLine(row.label)}`,
      description: visibleLine([...folderName(row), row.description].join(' · ')),
      row,
    })),
  ];
}

/** Which folder a row belongs to, where that is a question. */
function folderName({ target }: Row): string[] {
  const { workspaceFolders = [] } = workspace;
  const folder = workspaceFolders.find((one) => one.uri.fsPath === target.folder);
  return workspaceFolders.length < 2 || folder === undefined ? [] : [folder.name];
}
