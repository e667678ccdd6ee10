import { commands, env, Uri, workspace } from 'vscode';
import type { FolderModel } from '../folders/folderModel.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import type { Row } from '../tree/row.ts';
import { isLive } from '../tree/presentation.ts';
import { UserError } from '../userError.ts';
import { appUrl, defaultUrl } from './appUrl.ts';
import { can } from './capability.ts';
import { pickRow } from './pickRow.ts';
import { selectedInstances } from './selection.ts';

/** A port that instances of a folder listen on. */
export interface OpenPort {
  readonly model: FolderModel;
  readonly port: number;
}

/** The ports of rows, each once; instances that share one have it once. */
export function portsOf(rows: readonly Row[], folders: WorkspaceFolders): readonly OpenPort[] {
  const ports = new Map<string, OpenPort>();
  for (const { model, instance } of selectedInstances(rows, folders)) {
    const { port, status } = instance;
    if (port !== null && isLive(status)) ports.set(`${model.folder}\n${port}`, { model, port });
  }
  return [...ports.values()];
}

/** The address of a port as the user's browser reaches it, also where the apps run on another machine. */
export async function externalUrl({ model, port }: OpenPort): Promise<Uri> {
  const template = workspace.getConfiguration('drover', Uri.file(model.folder)).get('openUrl', defaultUrl);
  const url = appUrl(template, port);
  if (url === undefined) {
    throw new UserError(t('The setting drover.openUrl is no http or https address: {0}', template));
  }
  return env.asExternalUri(Uri.parse(url, true));
}

/** Opens each row in a browser; where the instances of an app have a port each, the user picks one. */
export async function openInBrowser(rows: readonly Row[], folders: WorkspaceFolders): Promise<void> {
  for (const row of rows) {
    const instances = row.children.filter((child) => can(child, 'hasPort'));
    const isOne = portsOf([row], folders).length === 1;
    const chosen = isOne ? row : await pickRow(instances, t('The instance that is opened in the browser'));
    const [open] = chosen === undefined ? [] : portsOf([chosen], folders);
    if (open !== undefined) await openPort(open);
  }
}

async function openPort(open: OpenPort): Promise<void> {
  const url = await externalUrl(open);
  const openWith = workspace.getConfiguration('drover', Uri.file(open.model.folder)).get('openWith');
  if (openWith === 'integrated') await commands.executeCommand('simpleBrowser.show', url.toString(true));
  else await env.openExternal(url);
}
