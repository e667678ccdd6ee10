import { findExecutable } from './findExecutable.ts';
import type { LoginShell } from './loginShell.ts';
import { searchPath, withPathLast } from './searchPath.ts';

type Env = Readonly<Record<string, string>>;

/** Where a program is looked for. */
export interface ProgramSearch {
  readonly cwd: string;
  /** The instance's own environment. */
  readonly env: Env;
  readonly loginShell: LoginShell;
}

export interface FoundProgram {
  /** Absolute path. */
  readonly file: string;
  /** The environment to run it in: the one that was searched, with another PATH where that was needed. */
  readonly env: Env;
}

/**
 * Finds a program on the instance's own PATH, and failing that on the login shell's, which then is appended: an
 * editor that was started from the desktop has a short one. Undefined when it is on neither.
 */
export async function findProgram(name: string, search: ProgramSearch): Promise<FoundProgram | undefined> {
  const { cwd, env, loginShell } = search;
  const own = findExecutable(name, { cwd, env });
  if (own !== undefined) return { file: own, env };
  const path = /[\\/]/.test(name) ? undefined : await loginShell.path();
  if (path === undefined) return undefined;
  const wider = withPathLast(env, path);
  const file = findExecutable(name, { cwd, env: wider });
  return file === undefined ? undefined : { file, env: wider };
}

/** The PATHs that were searched, for the error that quotes them after "PATH is". */
export async function searchedPaths({ env, loginShell }: ProgramSearch): Promise<string> {
  const own = searchPath(env).join(':') || 'empty';
  if (loginShell.file === undefined) return own;
  const path = await loginShell.path();
  return path === undefined
    ? `${own}, and the login shell ${loginShell.file} did not tell its own`
    : `${own}, and that of the login shell ${loginShell.file} is ${path}`;
}
