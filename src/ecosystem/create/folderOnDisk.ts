import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderFiles } from './folderFiles.ts';

/** No source or project file that people write is longer. */
const longestBytes = 512 * 1024;

/** The files of an absolute folder. */
export function folderOnDisk(root: string): FolderFiles {
  return {
    readText: async (path) => {
      try {
        const file = join(root, path);
        const found = await stat(file);
        return found.isFile() && found.size <= longestBytes ? await readFile(file, 'utf8') : null;
      } catch {
        // Not there, or not to be read: nothing can be proposed from it.
        return null;
      }
    },
    list: async (folder) => {
      try {
        const entries = await readdir(join(root, folder), { withFileTypes: true });
        return entries
          .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
          .sort((a, b) => (a.name < b.name ? -1 : 1));
      } catch {
        // As above.
        return [];
      }
    },
  };
}
