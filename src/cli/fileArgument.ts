import { statSync } from 'node:fs';
import path from 'node:path';
import { isEcosystemFileName } from '../ecosystem/fileNames.ts';
import { UserError } from './userError.ts';

const configName = /(\.config\.[cm]?[jt]s|\.json5?|\.ya?ml|\.toml)$/;

/**
 * The absolute path when an argument means an ecosystem file, undefined when it means an app or a script. Throws
 * `UserError` when it has the name of an ecosystem file and does not exist.
 */
export function ecosystemFileArgument(argument: string, cwd: string): string | undefined {
  const file = path.resolve(cwd, argument);
  const found = statSync(file, { throwIfNoEntry: false });
  const isConfig = isEcosystemFileName(path.basename(file)) || configName.test(file);
  if (found?.isFile() === true && isConfig) return file;
  if (found === undefined && isConfig) throw new UserError(`The file "${argument}" does not exist.`);
  return undefined;
}
