import type { Disposable } from '../disposableStore.ts';
import { DisposableStore } from '../disposableStore.ts';
import {
  onDidChangeFolderSettings,
  onDidChangeLease,
  onDidChangeWatchSettings,
  readLease,
} from '../settings.ts';
import type { WorkspaceFolders } from './workspaceFolders.ts';

/** Tells the supervisors of all folders when a setting changes that they go by. */
export function followSettings(
  folders: WorkspaceFolders,
  onDefect: (operation: string, error: unknown) => void,
): Disposable {
  const store = new DisposableStore();
  store.add(onDidChangeLease(() => folders.models.forEach((model) => model.setLease(readLease()))));
  store.add(onDidChangeWatchSettings(() => folders.models.forEach((model) => model.sendWatchSettings())));
  store.add(
    onDidChangeFolderSettings(() => {
      for (const model of folders.models)
        model.filesChanged().catch((error: unknown) => onDefect('files/load', error));
    }),
  );
  return store;
}
