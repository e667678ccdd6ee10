import path from 'node:path';
import type { FolderModel } from '../folders/folderModel.ts';

/** A file as the editor names it. The supervisor names files by the folder's real path, without its links. */
export function editorPath(
  { folder, session }: Pick<FolderModel, 'folder' | 'session'>,
  file: string,
): string {
  const realFolder = session.client?.supervisor.folder ?? folder;
  const below = path.relative(realFolder, file);
  return below.startsWith('..') || path.isAbsolute(below) ? file : path.join(folder, below);
}
