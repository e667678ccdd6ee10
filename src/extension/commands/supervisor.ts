import { Uri, window, workspace } from 'vscode';
import { locate, supervisorLog } from '../../client/locate.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import { messages } from '../messages.ts';
import { isLive } from '../tree/presentation.ts';
import { UserError } from '../userError.ts';
import { pickModel } from './pickModel.ts';

/** Stops every app of the chosen folder and ends its supervisor, after asking when something runs. */
export async function killSupervisor(folders: WorkspaceFolders): Promise<void> {
  const connected = folders.models.filter((model) => model.session.client !== undefined);
  const model = await pickModel(connected, t('The folder whose supervisor ends'));
  if (model?.session.client === undefined) return;
  const running = model.view.snapshot.instances.filter((instance) => isLive(instance.status)).length;
  const end = t('Stop and End');
  if (running > 0) {
    const question =
      running === 1
        ? t('1 instance runs and will be stopped.')
        : t('{0} instances run and will be stopped.', running);
    const chosen = await messages.question(question, {}, end);
    if (chosen !== end) return;
  }
  await model.session.client.request('shutdown', {});
}

/** Opens the supervisor's own log. */
export async function showSupervisorLog(folders: WorkspaceFolders): Promise<void> {
  const model = await pickModel(folders.models, t('The folder whose supervisor wrote the log'));
  if (model === undefined) return;
  const log = Uri.file(supervisorLog(locate(model.folder)));
  try {
    await window.showTextDocument(await workspace.openTextDocument(log));
  } catch (error) {
    throw new UserError(t('There is no log yet at "{0}".', log.fsPath), { cause: error });
  }
}
