import { posix } from 'node:path';
import { watchExpression } from '../../ecosystem/watchExpression.ts';
import { globExpression } from './globExpression.ts';
import { isBelow } from './slashPath.ts';

/** One line of a .gitignore, or one pattern of `ignore_watch`. Of the rules that match a path the last decides. */
export interface Rule {
  /** False takes back what rules before ignore. */
  readonly ignores: boolean;
  /** `path` is absolute, with slashes. A folder above it is never asked for: that is the caller's. */
  readonly matches: (path: string, isDirectory: boolean) => boolean;
}

/** The rules of a .gitignore in `folder` (absolute, with slashes), as git reads them. */
export function gitignoreRules(text: string, folder: string): readonly Rule[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('#'))
    .map((line) => globRule(line.replace(/(?<!\\) +$/, ''), { folder, braces: false }))
    .filter((rule) => rule !== undefined);
}

export interface PatternPlace {
  /** What `./`, `../` and the names of absolute patterns start from. */
  readonly cwd: string;
  /** Where all other patterns start, and where expressions are tested from. Absolute, with slashes. */
  readonly folder: string;
}

/**
 * The rule of a user's pattern: in the style of .gitignore, also with braces, `./` in front or absolute; or
 * `re:/source/flags`, tested against the path below `folder` and the absolute one. Undefined when it says nothing.
 * Throws a SyntaxError for an expression that is none.
 */
export function patternRule(pattern: string, { cwd, folder }: PatternPlace): Rule | undefined {
  const expression = watchExpression(pattern);
  if (expression !== undefined) return expressionRule(expression, folder);
  const [, negation = '', glob = ''] = /^(!?)(.*)$/s.exec(pattern) ?? [];
  const absolute = /^\.\.?\//.test(glob) ? posix.join(cwd, glob) : glob;
  const isPath = absolute !== glob || isBelow(glob, folder) || isBelow(glob, cwd);
  if (!isPath) return globRule(pattern, { folder, braces: true });
  if (!isBelow(absolute, folder)) return undefined;
  const below = absolute.slice(folder === '/' ? 0 : folder.length);
  return globRule(negation + below, { folder, braces: true });
}

function globRule(line: string, place: { folder: string; braces: boolean }): Rule | undefined {
  const [, negation = '', glob = '', slash = ''] = /^(!?)(.*?)(\/*)$/s.exec(line) ?? [];
  if (glob === '') return undefined;
  const below = glob.replace(/^\//, '');
  const expression = globExpression(below, { braces: place.braces, anywhere: !glob.includes('/') });
  return {
    ignores: negation === '',
    matches: (path, isDirectory) =>
      (isDirectory || slash === '') &&
      isBelow(path, place.folder) &&
      expression.test(relativeTo(place.folder, path)),
  };
}

/**
 * PM2 promises expressions on the absolute path. One that fits the watched folder itself (`/[\/\\]\./` in a project
 * below a dot-directory) would leave out everything, so there it counts only below the folder.
 */
function expressionRule(expression: RegExp, folder: string): Rule {
  const fitsFolder = expression.test(`${folder}/`);
  return {
    ignores: true,
    matches: (path) => {
      const below = relativeTo(folder, path);
      return expression.test(below) || expression.test(fitsFolder ? `/${below}` : path);
    },
  };
}

function relativeTo(folder: string, path: string): string {
  return folder === '/' ? path.slice(1) : path.slice(folder.length + 1);
}
