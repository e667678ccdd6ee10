import { posix } from 'node:path';
import type { Rule } from './rule.ts';
import { gitignoreRules, patternRule } from './rule.ts';
import { isBelow, toSlashes } from './slashPath.ts';

/**
 * What never is a change, however deep: hidden files and folders, installed and compiled code, logs, pid files, and
 * what editors write beside a file while they save it. Folders called logs, dist or coverage may hold sources.
 */
const defaults = String.raw`
.*
node_modules
site-packages
__pycache__
*.pyc
*.log
*.log.[0-9]*
*.pid
*.tmp
*.sw[a-z]
*~
\#*#
4913
*___jb_tmp___
*___jb_old___
`;

export interface IgnoreOptions {
  /** `ignore_watch`: gitignore-style patterns, and expressions as `re:/source/flags`. The last that fits decides. */
  readonly patterns: readonly string[];
  /** Absolute; where patterns start. */
  readonly cwd: string;
  /** The folders whose .gitignore counts besides those from the root on: the outermost first, all above the root. */
  readonly gitignoresAbove: readonly string[];
  /** The text of the .gitignore in a folder (absolute), asked for once, and only where nothing ignores the folder. */
  readonly readGitignore: (folder: string) => string | undefined;
  /** A file that the project's .gitignore may name without being left out: the app's script, with its folder. */
  readonly kept: string | null;
  /** Asked for each path; true leaves it out whatever else is said. */
  readonly isExcluded: (path: string) => boolean;
}

interface FolderRules {
  readonly isIgnored: boolean;
  /** Of this folder's .gitignore and those above. */
  readonly git: readonly Rule[];
  /** The project's .gitignore files do not count here. */
  readonly isKept: boolean;
}

/** Says what in a watched folder is no change: the defaults, then the .gitignore files, then the user's patterns. */
export class IgnoreRules {
  readonly #root: string;
  readonly #defaults: readonly Rule[];
  readonly #patterns: readonly Rule[];
  readonly #kept: string | null;
  readonly #options: IgnoreOptions;
  readonly #folders = new Map<string, FolderRules>();

  /** `root` is absolute and never ignored itself. Throws a SyntaxError for a pattern that is no expression. */
  constructor(root: string, options: IgnoreOptions) {
    this.#root = toSlashes(root);
    this.#options = options;
    const cwd = toSlashes(options.cwd);
    const folder = isBelow(this.#root, cwd) ? cwd : this.#root;
    this.#defaults = gitignoreRules(defaults, this.#root);
    this.#patterns = options.patterns
      .map((pattern) => patternRule(pattern, { cwd, folder }))
      .filter((rule) => rule !== undefined);
    this.#kept = options.kept === null ? null : toSlashes(options.kept);
    this.#folders.set(this.#root, {
      isIgnored: false,
      git: [...this.#rulesAbove(), ...this.#gitRules(this.#root)],
      isKept: false,
    });
  }

  /** Whether a change of `path` (absolute) is none, and nothing below it can be one. True outside of the root. */
  ignores(path: string, isDirectory: boolean): boolean {
    const slashed = toSlashes(path);
    if (slashed === this.#root) return false;
    if (!isBelow(slashed, this.#root)) return true;
    const folder = this.#folder(posix.dirname(slashed));
    return folder.isIgnored || this.#decide(slashed, isDirectory, folder) || this.#options.isExcluded(path);
  }

  /** What a .gitignore takes back (`!.env.example`) is taken back from git, and not from the defaults. */
  #decide(path: string, isDirectory: boolean, folder: FolderRules): boolean {
    const wanted = verdict(this.#patterns, path, isDirectory);
    if (wanted !== undefined) return wanted;
    if (verdict(this.#defaults, path, isDirectory) === true) return true;
    return !folder.isKept && !this.#leadsToKept(path) && verdict(folder.git, path, isDirectory) === true;
  }

  #leadsToKept(path: string): boolean {
    return this.#kept !== null && (path === this.#kept || isBelow(this.#kept, path));
  }

  #folder(path: string): FolderRules {
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    const above = this.#folder(posix.dirname(path));
    const isIgnored = above.isIgnored || this.#decide(path, true, above);
    const git = isIgnored || above.isKept ? above.git : [...above.git, ...this.#gitRules(path)];
    const isKept = above.isKept || this.#keeps(path, git);
    const rules = { isIgnored, git, isKept };
    this.#folders.set(path, rules);
    return rules;
  }

  /** The outermost ignored folder that holds the script, or the script's own when it is ignored file by file. */
  #keeps(folder: string, git: readonly Rule[]): boolean {
    const kept = this.#kept;
    if (kept === null || !this.#leadsToKept(folder)) return false;
    const isLast = posix.dirname(kept) === folder;
    return verdict(git, folder, true) === true || (isLast && verdict(git, kept, false) === true);
  }

  #gitRules(folder: string): readonly Rule[] {
    const text = this.#options.readGitignore(folder);
    return text === undefined ? [] : gitignoreRules(text, folder);
  }

  /** Who names a folder to watch means it: what above would leave out the folder, or all that it holds, is passed over. */
  #rulesAbove(): readonly Rule[] {
    const anything = `${this.#root}/\0`;
    return this.#options.gitignoresAbove.flatMap((top) =>
      this.#gitRules(toSlashes(top)).filter(
        ({ matches }) =>
          !matches(anything, false) &&
          !foldersBetween(toSlashes(top), this.#root).some((folder) => matches(folder, true)),
      ),
    );
  }
}

/** Of the rules that match the last decides; undefined when none does. */
function verdict(rules: readonly Rule[], path: string, isDirectory: boolean): boolean | undefined {
  return rules.findLast((rule) => rule.matches(path, isDirectory))?.ignores;
}

/** The folders below `top` on the way to `root`, and `root` itself. */
function foldersBetween(top: string, root: string): readonly string[] {
  return root === top || !isBelow(root, top) ? [] : [...foldersBetween(top, posix.dirname(root)), root];
}
