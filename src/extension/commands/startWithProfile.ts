import { window } from 'vscode';
import { t } from '../localise.ts';
import type { Notices } from '../notices.ts';
import { runAction } from './lifecycle.ts';
import type { SelectedApp } from './selection.ts';
import { byFolder } from './selection.ts';

/** Lets the user pick a profile, starts these apps with it and restarts those that run. */
export async function startWithProfile(apps: readonly SelectedApp[], notices: Notices): Promise<void> {
  if (apps.length === 0) return;
  const profile = await pickProfile(apps);
  if (profile === undefined) return;
  const meant = apps.filter(({ app }) => profile === null || app.profiles.includes(profile));
  const [running, down] = [meant.filter(({ app }) => app.wanted), meant.filter(({ app }) => !app.wanted)];
  await Promise.all([
    runAction({ verb: 'restart', profile }, byFolder(running), notices),
    runAction({ verb: 'start', profile }, byFolder(down), notices),
  ]);
}

/** null for none; undefined when the user picks nothing. */
async function pickProfile(apps: readonly SelectedApp[]): Promise<string | null | undefined> {
  const running = new Set(apps.filter(({ app }) => app.wanted).map(({ app }) => app.profile));
  const profiles = [...new Set(apps.flatMap(({ app }) => app.profiles))].sort();
  const choices = [
    ...profiles.map((profile) => ({ label: profile, profile, description: '' })),
    { label: t('No profile'), profile: null, description: '' },
  ].map((choice) => (running.has(choice.profile) ? { ...choice, description: t('runs now') } : choice));
  const placeHolder = t('The profile whose variables (env_<profile>) the app gets');
  return (await window.showQuickPick(choices, { placeHolder }))?.profile;
}
