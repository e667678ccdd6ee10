import { window } from 'vscode';
import type { FolderModel } from '../folders/folderModel.ts';
import { t } from '../localise.ts';
import { UserError } from '../userError.ts';

/** Lets the user pick one of the folders; the only one is picked without asking. */
export async function pickModel(
  models: readonly FolderModel[],
  placeHolder: string,
): Promise<FolderModel | undefined> {
  const [only] = models;
  if (only === undefined) throw new UserError(t('No supervisor is connected to this workspace.'));
  if (models.length === 1) return only;
  const items = models.map((model) => ({ label: model.name, description: model.folder, model }));
  return (await window.showQuickPick(items, { placeHolder }))?.model;
}
