import type { LogOutputChannel, WorkspaceFolder } from 'vscode';
import type { SupervisorSession } from '../../client/session.ts';
import type { FileChanges } from '../changes/fileChanges.ts';
import type { DisposableStore } from '../disposableStore.ts';
import { hasEcosystemFile, watchEcosystemFiles } from '../ecosystemFiles.ts';
import { readEnvironment } from '../environment.ts';
import { readFolderSettings, readLease } from '../settings.ts';
import { FolderModel } from './folderModel.ts';
import { openFolderSession } from './openFolderSession.ts';

/** An ecosystem file that was saved in this window, and how it now differs from what runs. */
export interface SavedFile {
  readonly model: FolderModel;
  readonly folder: WorkspaceFolder;
  /** Absolute path. */
  readonly file: string;
  readonly changes: FileChanges;
}

export interface FolderOpenerParts {
  /** The bundle of the supervisor. */
  readonly supervisorPath: string;
  readonly log: LogOutputChannel;
  readonly onDidSave: (saved: SavedFile) => void;
  readonly onDefect: (operation: string, error: unknown) => void;
}

/** Opens workspace folders: each has a session with its supervisor, and a model that follows its ecosystem files. */
export class FolderOpener {
  readonly #parts: FolderOpenerParts;

  constructor(parts: FolderOpenerParts) {
    this.#parts = parts;
  }

  /** A session of its own; the supervisor is started on VS Code's runtime when it is first needed. */
  session(folder: string): SupervisorSession {
    const { supervisorPath, log } = this.#parts;
    return openFolderSession({
      folder,
      kind: 'window',
      log: (line) => log.info(line),
      start: () => ({
        supervisorPath,
        nodePath: process.execPath,
        origin: 'editor',
        leaseSeconds: readLease(),
        env: process.env,
      }),
    });
  }

  /** What is put into the store ends with the folder. */
  model(folder: WorkspaceFolder, store: DisposableStore): FolderModel {
    const { onDidSave, onDefect } = this.#parts;
    const model = new FolderModel({
      folder: folder.uri.fsPath,
      name: folder.name,
      session: this.session(folder.uri.fsPath),
      hasEcosystemFile: () => hasEcosystemFile(folder),
      settings: () => readFolderSettings(folder.uri),
      environment: readEnvironment,
      onDefect,
    });
    const onDidSaveChanges = (file: string, changes: FileChanges): void =>
      onDidSave({ model, folder, file, changes });
    store.add(watchEcosystemFiles(folder, model, { onDidSaveChanges, onDefect }));
    return model;
  }
}
