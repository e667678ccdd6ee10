import path from 'node:path';
import { window } from 'vscode';
import { canApply, changeLines, changesOf } from '../changes/fileChanges.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import { UserError } from '../userError.ts';
import type { Selected } from './selection.ts';

/** The ecosystem file whose changes are to be applied: the only one that has some, else the one the user picks. */
export async function pickChangedFile(folders: WorkspaceFolders): Promise<readonly Selected[]> {
  const choices = folders.models.flatMap((model) => {
    const { snapshot } = model.view;
    const files = new Set(snapshot.apps.filter(canApply).flatMap(({ file }) => file ?? []));
    return [...files].map((file) => ({
      label: path.relative(model.folder, file),
      description: folders.models.length > 1 ? model.name : '',
      detail: changeLines(changesOf(file, snapshot), t).join('; '),
      selected: { model, targets: [file] },
    }));
  });
  const [only, ...others] = choices;
  if (only === undefined) throw new UserError(t('Everything runs as its ecosystem file says.'));
  if (others.length === 0) return [only.selected];
  const placeHolder = t('The ecosystem file whose changes are applied');
  const chosen = await window.showQuickPick(choices, { placeHolder, matchOnDetail: true });
  return chosen === undefined ? [] : [chosen.selected];
}
