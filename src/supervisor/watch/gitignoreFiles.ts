import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The text of the .gitignore in a folder. One that cannot be read says nothing, as to git. */
export function readGitignore(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, '.gitignore'), 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * The folders above `root` whose .gitignore git reads too, the outermost first: from the top of the repository on,
 * or from `cwd` on where there is none.
 */
export function gitignoresAbove(root: string, cwd: string): readonly string[] {
  const ancestors = ancestorsOf(root);
  const top = existsSync(join(root, '.git'))
    ? root
    : ancestors.find((path) => existsSync(join(path, '.git')));
  const first = ancestors.indexOf(top ?? cwd);
  return ancestors.slice(0, first + 1).reverse();
}

/** The nearest first. */
function ancestorsOf(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [] : [above, ...ancestorsOf(above)];
}
