import { statfsSync } from 'node:fs';

/** Less than one page: not even a lock can be written. */
const leastBytes = 4096;

/** Those of the folders whose disk has no room left; a folder that is missing has no disk to be told of. */
export function fullDisks(folders: readonly string[]): string[] {
  return folders.filter((folder) => {
    try {
      const { bavail, bsize } = statfsSync(folder);
      return bavail * bsize < leastBytes;
    } catch {
      return false;
    }
  });
}
