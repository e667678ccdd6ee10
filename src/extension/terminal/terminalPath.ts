import path from 'node:path';
import { workspace } from 'vscode';
import type { ExtensionContext } from 'vscode';
import type { Disposable } from '../disposableStore.ts';
import { DisposableStore } from '../disposableStore.ts';
import { t } from '../localise.ts';
import { onDidChangeTerminalPath, readTerminalPath } from '../settings.ts';

type TerminalContext = Pick<ExtensionContext, 'environmentVariableCollection' | 'asAbsolutePath'>;

/**
 * Makes the command `drover` known to new terminals, on the editor's own runtime, and lets it find the supervisor of the
 * terminal's folder. VS Code keeps this for the terminals that it opens before the extension is active the next
 * time; it is taken back where the workspace is not trusted or the setting says so.
 */
export function createTerminalPath(context: TerminalContext): Disposable {
  const update = (): void => {
    // Also what is for single folders, and what an earlier version has left.
    context.environmentVariableCollection.clear();
    if (workspace.isTrusted && readTerminalPath()) fill(context);
  };
  const store = new DisposableStore();
  store.add(onDidChangeTerminalPath(update));
  store.add(workspace.onDidChangeWorkspaceFolders(update));
  store.add(workspace.onDidGrantWorkspaceTrust(update));
  update();
  return store;
}

function fill(context: TerminalContext): void {
  const all = context.environmentVariableCollection;
  all.description = t('Adds the command `drover`');
  all.prepend('PATH', `${context.asAbsolutePath('bin')}${path.delimiter}`);
  all.replace('DROVER_NODE', process.execPath);
  for (const workspaceFolder of workspace.workspaceFolders ?? []) {
    if (workspaceFolder.uri.scheme !== 'file') continue;
    const own = all.getScoped({ workspaceFolder });
    own.description = t('Lets `drover` find the apps of this folder');
    own.replace('DROVER_HOME', workspaceFolder.uri.fsPath);
  }
}
