import { workspace } from 'vscode';
import type { Uri } from 'vscode';
import type { DebugSettings } from './debugConfiguration.ts';

/** The defaults are those of the manifest. */
export function readDebugSettings(folder: Uri): DebugSettings {
  const settings = workspace.getConfiguration('drover.debug', folder);
  return {
    skipFiles: settings.get<readonly unknown[]>('skipFiles', []).filter((one) => typeof one === 'string'),
    justMyCode: settings.get('justMyCode') !== false,
  };
}
