import { Position, Range, Selection, Uri, window, workspace } from 'vscode';
import type { Row } from '../tree/row.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import { UserError } from '../userError.ts';

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
