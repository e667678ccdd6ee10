import { statSync } from 'node:fs';

/** Whether there is a file at `path` with nothing in it. What cannot be looked at is as good as full. */
export function isEmptyFile(path: string): boolean {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size === 0;
  } catch {
    return false;
  }
}
