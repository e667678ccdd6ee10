import { ConfigurationTarget, workspace } from 'vscode';
import type { Disposable, Uri } from 'vscode';
import { leaseSeconds } from './leaseSetting.ts';

const defaultLeaseSeconds = 30;

/** Settings of one workspace folder. */
export interface FolderSettings {
  readonly patterns: readonly string[];
  readonly dialect: 'auto' | 'pm2' | 'pmdaemon';
  /** Whether .gitignore files count in what is watched. */
  readonly respectGitignore: boolean;
}

/** Seconds that apps outlive the last window; null keeps them. */
export function readLease(): number | null {
  const seconds = leaseSeconds(workspace.getConfiguration('drover').get('lease'));
  return seconds === undefined ? defaultLeaseSeconds : seconds;
}

export function readFolderSettings(folder: Uri): FolderSettings {
  const files = workspace.getConfiguration('drover.files', folder);
  const dialect = files.get<string>('dialect');
  return {
    patterns: files.get<readonly unknown[]>('patterns', []).filter((one) => typeof one === 'string'),
    dialect: dialect === 'pm2' || dialect === 'pmdaemon' ? dialect : 'auto',
    respectGitignore: workspace.getConfiguration('drover.watch', folder).get('respectGitignore') !== false,
  };
}

/** What happens to running apps when their ecosystem file is saved. */
export type ApplyOnSave = 'ask' | 'always' | 'never';

export function readApplyOnSave(folder: Uri): ApplyOnSave {
  const setting = workspace.getConfiguration('drover', folder).get<string>('applyOnSave');
  return setting === 'always' || setting === 'never' ? setting : 'ask';
}

export function onDidChangeLease(listener: () => void): Disposable {
  return workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('drover.lease')) listener();
  });
}

export function onDidChangeWatchSettings(listener: () => void): Disposable {
  return workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('drover.watch')) listener();
  });
}

export function onDidChangeFolderSettings(listener: (affects: (folder: Uri) => boolean) => void): Disposable {
  return workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration('drover.files')) return;
    listener((folder) => event.affectsConfiguration('drover.files', folder));
  });
}

/** Whether terminals know the command `drover`. */
export function readTerminalPath(): boolean {
  return workspace.getConfiguration('drover').get('terminal.path') !== false;
}

export function onDidChangeTerminalPath(listener: () => void): Disposable {
  return workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('drover.terminal.path')) listener();
  });
}

/** Whether a notification says that an app has given up. */
export function readTellsGivenUp(): boolean {
  return workspace.getConfiguration('drover').get('notifications.gaveUp') !== false;
}

/** Says so no more, in any window of the user. */
export async function stopTellingGivenUp(): Promise<void> {
  await workspace
    .getConfiguration('drover')
    .update('notifications.gaveUp', false, ConfigurationTarget.Global);
}
