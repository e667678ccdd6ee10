import { basename } from 'node:path';
import { findExecutable, searchPath } from './findExecutable.ts';
import { LaunchFailure } from './launchProblem.ts';

/** Whether an interpreter's name says Node: only that may be given an IPC channel and Node's flags. */
export function isNode(interpreter: string): boolean {
  return /^node(js)?(-?v?\d+(\.\d+)*)?(\.exe)?$/i.test(basename(interpreter));
}

/**
 * The file of an interpreter as written in the plan, found from the instance's own folder and PATH. Throws a
 * `LaunchFailure` that quotes where it was looked for.
 */
export async function findInterpreter(
  interpreter: string,
  where: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<string> {
  const found = await findExecutable(interpreter, where);
  if (found !== undefined) return found;
  throw new LaunchFailure('interpreter-missing', { interpreter, path: searchPath(where.env).join(':') });
}
