import type { Notices } from '../notices.ts';
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
