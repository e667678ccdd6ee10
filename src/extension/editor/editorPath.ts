import path from 'node:path';

/** The part of a `FolderModel` that says where its folder really is, once a supervisor has told. */
export interface FolderPlace {
  readonly folder: string;
  readonly session: {
    readonly client: { readonly supervisor: { readonly folder: string } } | undefined;
  };
}

/** A file as the editor names it. The supervisor names files by the folder's real path, without its links. */
export function editorPath({ folder, session }: FolderPlace, file: string): string {
  const realFolder = session.client?.supervisor.folder ?? folder;
  const below = path.relative(realFolder, file);
  return below.startsWith('..') || path.isAbsolute(below) ? file : path.join(folder, below);
}
