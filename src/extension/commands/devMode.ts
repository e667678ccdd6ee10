import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import type { Notices } from '../notices.ts';
import { UserError } from '../userError.ts';
import { runAction } from './lifecycle.ts';
import type { SelectedApp } from './selection.ts';
import { byFolder } from './selection.ts';

/** Runs apps in DEV_MODE, or as configured again: restarts those that run, and starts the others for DEV_MODE. */
export async function setDevMode(
  dev: boolean,
  apps: readonly SelectedApp[],
  notices: Notices,
): Promise<void> {
  const running = apps.filter(({ app }) => app.wanted);
  const down = dev ? apps.filter(({ app }) => !app.wanted) : [];
  await Promise.all([
    runAction({ verb: 'restart', dev }, byFolder(running), notices),
    runAction({ verb: 'start', dev }, byFolder(down), notices),
  ]);
}

/** Ends DEV_MODE where all of the apps run in it, else runs all of them in it. */
export function toggleDevMode(apps: readonly SelectedApp[], notices: Notices): Promise<void> {
  const isOn = apps.every(({ app }) => app.wanted && app.runMode === 'dev');
  const others = apps.filter(({ app }) => isOn || !app.wanted || app.runMode !== 'dev');
  return setDevMode(!isOn, others, notices);
}

/**
 * Does it with every app of the workspace that is not in that mode yet; those with `autostart: false` only where
 * they run.
 */
export async function setDevModeOfAll(
  dev: boolean,
  folders: WorkspaceFolders,
  notices: Notices,
): Promise<void> {
  await Promise.all(folders.models.map((model) => model.open()));
  const all = folders.models.flatMap((model) => model.view.snapshot.apps.map((app) => ({ model, app })));
  const others = all.filter(({ app }) =>
    app.wanted ? (app.runMode === 'dev') !== dev : dev && app.autostart && app.listed,
  );
  if (others.length === 0) {
    throw new UserError(dev ? t('Every app runs in DEV_MODE already.') : t('No app runs in DEV_MODE.'));
  }
  await setDevMode(dev, others, notices);
}
