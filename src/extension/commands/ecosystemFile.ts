import { Position, Range, Selection, Uri, window, workspace } from 'vscode';
import type { WorkspaceFolder } from 'vscode';
import { ecosystemFileFor } from '../../ecosystem/createEcosystemFile.ts';
import type { Row } from '../tree/row.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import { UserError } from '../userError.ts';

const newFileName = 'ecosystem.config.js';

/** Writes a first ecosystem file for what is in the folder, and opens it. One that is there is opened as it is. */
export async function createEcosystemFile(): Promise<void> {
  const folder = await pickFolder();
  if (folder === undefined) return;
  const uri = Uri.joinPath(folder.uri, newFileName);
  if (!(await exists(uri))) {
    const text = await ecosystemFileFor(folder.uri.fsPath);
    await workspace.fs.writeFile(uri, Buffer.from(text));
  }
  await window.showTextDocument(uri);
}

/** Opens the ecosystem file of a row: at the problem's line, or where the app is named. */
export async function openEcosystemFile({ target }: Row, folders: WorkspaceFolders): Promise<void> {
  const { snapshot } = folders.model(target.folder)?.view ?? {};
  if (target.kind === 'file') return open(target.path, target.problem?.line, target.problem?.column);
  const appId =
    target.kind === 'app'
      ? target.app
      : target.kind === 'instance'
        ? snapshot?.instances.find((one) => one.id === target.instance)?.app
        : undefined;
  const app = snapshot?.apps.find((one) => one.id === appId);
  if (app === undefined) return;
  if (app.file === null) {
    throw new UserError(t('"{0}" was started from the command line, without an ecosystem file.', app.name));
  }
  const document = await workspace.openTextDocument(app.file);
  await open(app.file, lineNaming(app.name, document.getText()));
}

async function open(file: string, line = 1, column = 1): Promise<void> {
  const position = new Position(Math.max(0, line - 1), Math.max(0, column - 1));
  const editor = await window.showTextDocument(Uri.file(file));
  editor.selection = new Selection(position, position);
  editor.revealRange(new Range(position, position));
}

/** The 1-based line on which a name is written as a value; undefined when it is not. */
function lineNaming(name: string, text: string): number | undefined {
  const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const named = new RegExp(`\\bname["']?\\s*[:=]\\s*["'\`]?${quoted}["'\`]?\\s*(?:,|\\}|#|//|$)`);
  const index = text.split('\n').findIndex((line) => named.test(line));
  return index === -1 ? undefined : index + 1;
}

async function pickFolder(): Promise<WorkspaceFolder | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  const [only] = folders;
  if (only === undefined)
    throw new UserError(t('Open a folder first: the ecosystem file is written into it.'));
  if (folders.length === 1) return only;
  return window.showWorkspaceFolderPick({ placeHolder: t('The folder for the new ecosystem file') });
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'FileNotFound') return false;
    throw error;
  }
}
