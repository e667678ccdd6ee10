import { findExecutable, searchPath } from './findExecutable.ts';
import { LaunchFailure } from './launchProblem.ts';

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
