import path from 'node:path';
import { languages, LanguageStatusSeverity, window, workspace } from 'vscode';
import type { TextDocument } from 'vscode';
import type { Disposable } from '../disposableStore.ts';
import { DisposableStore } from '../disposableStore.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import { onDidChangeFolderSettings } from '../settings.ts';
import { ecosystemDocuments } from './documentSelector.ts';
import type { EcosystemStatus, FileFacts } from './ecosystemStatus.ts';
import { ecosystemStatus } from './ecosystemStatus.ts';
import { mayBeEcosystem } from './mayBeEcosystem.ts';

const severities = {
  information: LanguageStatusSeverity.Information,
  warning: LanguageStatusSeverity.Warning,
  error: LanguageStatusSeverity.Error,
} as const;

/** `3 apps, 2 running` beside the language of an open ecosystem file, with what can be done about it. */
export function createLanguageStatus(folders: WorkspaceFolders): Disposable {
  const store = new DisposableStore();
  let selector = ecosystemDocuments();
  const item = store.add(languages.createLanguageStatusItem('drover.ecosystem', selector));
  item.name = 'Drover';
  let shown: string | null = null;
  const update = (): void => {
    const document = window.activeTextEditor?.document;
    const isOurs =
      document?.uri.scheme === 'file' &&
      languages.match(selector, document) > 0 &&
      mayBeEcosystem(document.getText());
    const status = isOurs ? ecosystemStatus(factsOf(document, folders), t) : undefined;
    const now = JSON.stringify(status) ?? '';
    if (now === shown) return;
    shown = now;
    // Other tools use the same names; beside their files there is nothing to say.
    item.selector = status === undefined ? [] : selector;
    if (status !== undefined) show(status);
  };
  const show = ({ text, detail, severity, isBusy, command }: EcosystemStatus): void => {
    item.text = text;
    item.detail = detail;
    item.severity = severities[severity];
    item.busy = isBusy;
    item.command = { command: command.id, title: command.title, arguments: [...(command.args ?? [])] };
    const spoken = [item.name, text, detail].filter((part) => part !== '').join(', ');
    item.accessibilityInformation = { label: spoken };
  };
  /** Which files are looked at depends on the settings and on the folders. */
  const select = (): void => {
    selector = ecosystemDocuments();
    shown = null;
    update();
  };
  store.add(onDidChangeFolderSettings(select));
  store.add(workspace.onDidChangeWorkspaceFolders(select));
  store.add(folders.onDidChange(update));
  store.add(window.onDidChangeActiveTextEditor(update));
  store.add(workspace.onDidSaveTextDocument(update));
  store.add(workspace.onDidGrantWorkspaceTrust(update));
  update();
  return store;
}

function factsOf(document: TextDocument, folders: WorkspaceFolders): FileFacts {
  const file = document.uri.fsPath;
  const folder = workspace.getWorkspaceFolder(document.uri)?.uri.fsPath;
  const model = folder === undefined ? undefined : folders.model(folder);
  return {
    isTrusted: workspace.isTrusted,
    isInFolder: model !== undefined,
    supervisor: model?.session.state ?? 'idle',
    isRead: model?.view.state !== 'loading',
    snapshot: model?.view.snapshot ?? { files: [], apps: [], instances: [] },
    file,
    path: model === undefined ? file : realPath(model, file),
  };
}

/** A file as the supervisor names it: by the folder's real path. */
function realPath({ folder, session }: FolderModel, file: string): string {
  return path.join(session.client?.supervisor.folder ?? folder, path.relative(folder, file));
}
