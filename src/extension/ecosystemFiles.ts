import path from 'node:path';
import { RelativePattern, workspace } from 'vscode';
import type { WorkspaceFolder } from 'vscode';
import { ecosystemGlob } from '../ecosystem/fileNames.ts';
import type { FileChanges } from './changes/fileChanges.ts';
import { changesOf, hasNews } from './changes/fileChanges.ts';
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

export interface EcosystemFileEvents {
  /** This window has saved a file that differs from what runs otherwise than before. */
  readonly onDidSaveChanges: (file: string, changes: FileChanges) => void;
  readonly onDefect: (operation: string, error: unknown) => void;
}

/** Has the supervisor read ecosystem files again when they change. What runs is never touched by that. */
export function watchEcosystemFiles(
  folder: WorkspaceFolder,
  model: FolderModel,
  { onDidSaveChanges, onDefect }: EcosystemFileEvents,
): Disposable {
  const store = new DisposableStore();
  const changed = new Set<string>();
  /** Files that were saved here, with how they differed from what ran before. */
  const saved = new Map<string, FileChanges>();
  let everything = false;
  let timer: NodeJS.Timeout | undefined;
  const read = async (): Promise<void> => {
    const paths = everything ? undefined : [...changed];
    const differed = [...saved];
    changed.clear();
    saved.clear();
    everything = false;
    await model.filesChanged(paths);
    for (const [file, before] of differed) {
      const after = changesOf(file, model.view.snapshot);
      if (hasNews(before, after)) onDidSaveChanges(file, after);
    }
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      read().catch((error: unknown) => onDefect('files/load', error));
    }, quietMs);
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
  store.add(
    workspace.onDidSaveTextDocument(({ uri: { fsPath } }) => {
      const { snapshot } = model.view;
      // The supervisor names files by the folder's real path.
      const realFolder = model.session.client?.supervisor.folder ?? model.folder;
      const file = path.join(realFolder, path.relative(model.folder, fsPath));
      if (!snapshot.files.some((one) => one.path === file)) return;
      if (!saved.has(file)) saved.set(file, changesOf(file, snapshot));
      changed.add(file);
      soon();
    }),
  );
  store.add({ dispose: () => clearTimeout(timer) });
  return store;
}
