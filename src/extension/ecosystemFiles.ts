import { RelativePattern, workspace } from 'vscode';
import type { WorkspaceFolder } from 'vscode';
import { ecosystemGlob } from '../ecosystem/fileNames.ts';
import type { Disposable } from './disposableStore.ts';
import { DisposableStore } from './disposableStore.ts';
import type { FolderModel } from './folders/folderModel.ts';
import { readFolderSettings } from './settings.ts';

/** Editors save in several steps; these many milliseconds of quiet make one change of them. */
const quietMs = 100;

const notSearched = '**/{node_modules,.git}/**';

/** Whether a file with the name of an ecosystem file is in the folder. Nothing is read. */
export async function hasEcosystemFile(folder: WorkspaceFolder): Promise<boolean> {
  const globs = [ecosystemGlob, ...readFolderSettings(folder.uri).patterns];
  for (const glob of globs) {
    const found = await workspace.findFiles(new RelativePattern(folder, glob), notSearched, 1);
    if (found.length > 0) return true;
  }
  return false;
}

/** Has the supervisor read ecosystem files again when they change. What runs is never touched by that. */
export function watchEcosystemFiles(
  folder: WorkspaceFolder,
  model: FolderModel,
  onDefect: (operation: string, error: unknown) => void,
): Disposable {
  const store = new DisposableStore();
  const changed = new Set<string>();
  let everything = false;
  let timer: NodeJS.Timeout | undefined;
  const read = (): void => {
    const paths = everything ? undefined : [...changed];
    changed.clear();
    everything = false;
    model.filesChanged(paths).catch((error: unknown) => onDefect('files/load', error));
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(read, quietMs);
  };
  for (const glob of [ecosystemGlob, ...readFolderSettings(folder.uri).patterns]) {
    const watcher = store.add(workspace.createFileSystemWatcher(new RelativePattern(folder, glob)));
    const cameOrWent = (): void => {
      everything = true;
      soon();
    };
    store.add(watcher.onDidCreate(cameOrWent));
    store.add(watcher.onDidDelete(cameOrWent));
    store.add(
      watcher.onDidChange(({ fsPath }) => {
        changed.add(fsPath);
        soon();
      }),
    );
  }
  store.add({ dispose: () => clearTimeout(timer) });
  return store;
}
