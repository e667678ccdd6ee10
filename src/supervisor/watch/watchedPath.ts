import { posix, resolve } from 'node:path';
import { globExpression } from './globExpression.ts';
import { isBelow, toSlashes } from './slashPath.ts';

/** One of the paths of `watch`. */
export interface WatchedPath {
  /** The folder or file to be watched, absolute: of a glob the folders in front of its first wildcard. */
  readonly root: string;
  /** Whether a file (absolute) at or below the root is meant. */
  readonly accepts: (file: string) => boolean;
  /** What a glob names although it is hidden (`.env*`), as patterns to be put before those of `ignore_watch`. */
  readonly patterns: readonly string[];
}

const wildcard = /[*?[{]/;

/**
 * `path` is absolute. One that exists is itself, whatever characters it has (`pages/[id]`); else one with wildcards is
 * a glob for files, or, when it ends in a plain name (the src of every package), for folders with all they hold.
 */
export function watchedPath(path: string, exists: (path: string) => boolean): WatchedPath {
  const names = toSlashes(path).split('/');
  const first = names.findIndex((name) => wildcard.test(name));
  if (first === -1 || exists(path)) return { root: resolve(path), accepts: () => true, patterns: [] };
  const root = resolve(`${names.slice(0, first).join('/')}/`);
  const rest = names.slice(first);
  const expression = globExpression(rest.join('/'), {
    braces: true,
    inside: !wildcard.test(rest.at(-1) ?? ''),
  });
  const folder = toSlashes(root);
  return {
    root,
    accepts: (file) => {
      const slashed = toSlashes(file);
      return isBelow(slashed, folder) && expression.test(posix.relative(folder, slashed));
    },
    patterns: rest.flatMap((name, index) =>
      name.startsWith('.') ? [`!${posix.join(folder, ...rest.slice(0, index + 1))}`] : [],
    ),
  };
}
