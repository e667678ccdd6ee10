import { sep } from 'node:path';

/** The path as patterns are written: with `/` between names, on Windows too. */
export function toSlashes(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

/** Whether `path` lies inside `folder`, at any depth. Both absolute, with slashes. */
export function isBelow(path: string, folder: string): boolean {
  return path.length > folder.length && path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
