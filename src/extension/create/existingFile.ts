import path from 'node:path';
import { FileType, Range, Selection, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { TextDocument } from 'vscode';
import { appendApps, missingApps } from '../../ecosystem/create/appendApps.ts';
import type { Proposal } from '../../ecosystem/create/proposal.ts';
import { ecosystemFileNames } from '../../ecosystem/fileNames.ts';
import { looksLikeEcosystem } from '../../ecosystem/looksLikeEcosystem.ts';
import { t } from '../localise.ts';
import { messages } from '../messages.ts';
import { UserError } from '../userError.ts';
import { pickApps } from './pickApps.ts';

/** The ecosystem file at the top of a folder; null without one. */
export async function findFileIn(folder: Uri): Promise<TextDocument | null> {
  const entries = await workspace.fs.readDirectory(folder);
  const names = new Set(entries.filter(([, type]) => (type & FileType.File) !== 0).map(([name]) => name));
  for (const name of ecosystemFileNames.filter((one) => names.has(one))) {
    const uri = Uri.joinPath(folder, name);
    if (await looksLikeEcosystem(uri.fsPath)) return workspace.openTextDocument(uri);
  }
  return null;
}

/** Opens an ecosystem file, or adds the apps to it that it has not yet. The change is left to be looked at and saved. */
export async function extendFile(document: TextDocument, proposals: readonly Proposal[]): Promise<void> {
  const name = path.basename(document.uri.fsPath);
  const missing = missingApps(proposals, { path: document.uri.fsPath, text: document.getText() });
  if (missing.length === 0) {
    await showAt(document, 0);
    void messages.information(t('There is "{0}" already, with every app that was found here.', name));
    return;
  }
  const open = { label: t('Open {0}', name), adds: false };
  const add = {
    label: t('Add Apps to {0}', name),
    detail: t('Not in it yet: {0}', missing.map((one) => one.name).join(', ')),
    adds: true,
  };
  const placeHolder = t('This folder has an ecosystem file.');
  const picked = await window.showQuickPick([open, add], { placeHolder, ignoreFocusOut: true });
  if (picked === undefined) return;
  if (!picked.adds) return showAt(document, 0);
  const apps = await pickApps(missing, { title: add.label, placeHolder: t('The apps to add') });
  if (apps === undefined || apps.length === 0) return;
  await addApps(document, apps);
}

async function addApps(document: TextDocument, apps: readonly Proposal[]): Promise<void> {
  const edit = appendApps(apps, { path: document.uri.fsPath, text: document.getText() });
  if (edit === null) {
    await showAt(document, 0);
    const name = path.basename(document.uri.fsPath);
    throw new UserError(
      t(
        '"{0}" puts its list of apps together in a way that nothing can be added to. Add them by hand.',
        name,
      ),
    );
  }
  const change = new WorkspaceEdit();
  change.insert(document.uri, document.positionAt(edit.offset), edit.newText);
  if (!(await workspace.applyEdit(change))) throw new UserError(t('The file could not be changed.'));
  const first = edit.newText.search(/["']?name\b/);
  await showAt(document, edit.offset + Math.max(0, first));
}

/** Shows a document with the cursor at an offset. */
export async function showAt(document: TextDocument, offset: number): Promise<void> {
  const editor = await window.showTextDocument(document);
  const position = document.positionAt(offset);
  editor.selection = new Selection(position, position);
  editor.revealRange(new Range(position, position));
}
