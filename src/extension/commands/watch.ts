import type { Notices } from '../notices.ts';
import { runAction } from './lifecycle.ts';
import type { SelectedApp } from './selection.ts';
import { byFolder } from './selection.ts';

/** Switches watching of the apps on or off, without a restart. */
export function setWatch(on: boolean, apps: readonly SelectedApp[], notices: Notices): Promise<void> {
  return runAction({ verb: 'watch', on }, byFolder(apps), notices);
}

/** Switches it off where all of the apps are watched, else on. */
export function toggleWatch(apps: readonly SelectedApp[], notices: Notices): Promise<void> {
  return setWatch(!apps.every(({ app }) => app.watch), apps, notices);
}
