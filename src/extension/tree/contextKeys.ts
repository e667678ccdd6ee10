import { commands } from 'vscode';
import type { FolderModel } from '../folders/folderModel.ts';
import { canApply } from '../changes/fileChanges.ts';
import { overallState } from './folderView.ts';
import type { Filter } from './layout.ts';
import { isLive } from './presentation.ts';

/** The keys that menus, welcome texts and the command palette look at. Only those that changed are sent. */
export class ContextKeys {
  readonly #sent = new Map<string, unknown>();

  update(models: readonly FolderModel[], filter: Filter): void {
    for (const [key, value] of Object.entries(contextOf(models, filter))) {
      if (this.#sent.get(key) === value) continue;
      this.#sent.set(key, value);
      void commands.executeCommand('setContext', key, value);
    }
  }
}

function contextOf(models: readonly FolderModel[], filter: Filter): Record<string, unknown> {
  const instances = models.flatMap((model) => model.view.snapshot.instances);
  const apps = models.flatMap((model) => model.view.snapshot.apps);
  return {
    'drover.state': overallState(models.map((model) => model.view.state)),
    'drover.hasApps': apps.length > 0,
    'drover.connected': models.some((model) => model.session.state === 'connected'),
    'drover.canStart': instances.length < apps.length || instances.some((one) => !isLive(one.status)),
    'drover.canStop': instances.some((one) => isLive(one.status)),
    'drover.canApply': apps.some(canApply),
    'drover.canDev': apps.some((app) => !app.wanted || app.runMode !== 'dev'),
    'drover.canEndDev': apps.some((app) => app.wanted && app.runMode === 'dev'),
    'drover.canDelete': apps.some((app) => app.file === null),
    'drover.hasProfiles': apps.some((app) => app.profiles.length > 0),
    'drover.filter': filter,
  };
}
