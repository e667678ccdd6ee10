import { dirname, relative, sep } from 'node:path';
import type { ExportedApp } from './exporter.ts';

/** The folder that holds an app and its ecosystem file: what an image or a copy of the project is made of. */
export function projectFolder({ spec }: Pick<ExportedApp, 'spec'>): string {
  if (spec.file === null) return spec.cwd;
  let folder = dirname(spec.file);
  while (pathBelow(folder, spec.cwd) === null) {
    const above = dirname(folder);
    // Both at the root of everything, or on two drives.
    if (above === folder || dirname(above) === above) return spec.cwd;
    folder = above;
  }
  return folder;
}

/** `path` as seen from `folder`, with slashes, `''` for the folder itself; null when it does not lie in it. */
export function pathBelow(folder: string, path: string): string | null {
  const below = relative(folder, path);
  if (below === '..' || below.startsWith(`..${sep}`) || below === path) return null;
  return below.split(sep).join('/');
}
