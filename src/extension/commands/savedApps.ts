import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import { messages } from '../messages.ts';
import type { Notices } from '../notices.ts';
import { UserError } from '../userError.ts';
import { runAction } from './lifecycle.ts';
import { pickModel } from './pickModel.ts';

/** Keeps which apps of a folder run now. */
export async function saveRunningApps(folders: WorkspaceFolders): Promise<void> {
  const connected = folders.models.filter((model) => model.session.client !== undefined);
  const model = await pickModel(connected, t('The folder whose running apps are saved'));
  if (model?.session.client === undefined) return;
  const { apps } = await model.session.client.request('state/save', {});
  const names = apps.map((id) => model.view.snapshot.apps.find((app) => app.id === id)?.name ?? id);
  const saved =
    names.length === 0 ? t('Saved that no app runs.') : t('Saved as running: {0}.', names.join(', '));
  // Not awaited: a notification may stay for as long as the user likes.
  void messages.information(saved);
}

/** Starts the apps of a folder that were saved and do not run. */
export async function startSavedApps(folders: WorkspaceFolders, notices: Notices): Promise<void> {
  if (folders.models.length === 0) throw new UserError(t('No apps were found in this workspace.'));
  const model = await pickModel(folders.models, t('The folder whose saved apps are started'));
  if (model !== undefined) await runAction({ verb: 'resurrect' }, [{ model, targets: [] }], notices);
}
