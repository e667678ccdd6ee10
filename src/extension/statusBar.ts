import { StatusBarAlignment, window } from 'vscode';
import type { Disposable } from './disposableStore.ts';
import type { WorkspaceFolders } from './folders/workspaceFolders.ts';
import { t } from './localise.ts';

/** `3/4` instances online, for the whole workspace. Hidden where there are no apps. */
export function createStatusBar(folders: WorkspaceFolders): Disposable {
  const item = window.createStatusBarItem('drover.status', StatusBarAlignment.Left);
  item.name = t('Drover: Apps');
  item.command = 'drover.apps.focus';
  const update = (): void => {
    const apps = folders.models
      .filter((model) => model.view.state === 'ready')
      .flatMap((model) => model.view.snapshot.apps);
    if (apps.length === 0) {
      item.hide();
      return;
    }
    const online = apps.reduce((sum, app) => sum + app.online, 0);
    const total = apps.reduce((sum, app) => sum + app.instances, 0);
    const text = `$(server-process) ${online}/${total}`;
    if (item.text !== text) {
      const spoken = t('Drover: {0} of {1} instances online', online, total);
      item.text = text;
      item.tooltip = spoken;
      item.accessibilityInformation = { label: spoken };
    }
    item.show();
  };
  const subscription = folders.onDidChange(update);
  update();
  return {
    dispose: () => {
      subscription.dispose();
      item.dispose();
    },
  };
}
