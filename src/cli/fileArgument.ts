import { statSync } from 'node:fs';
import path from 'node:path';
import { isEcosystemFileName } from '../ecosystem/fileNames.ts';
import { UserError } from './userError.ts';

const configName = /(\.config\.[cm]?[jt]s|\.json5?|\.ya?ml|\.toml)$/;

/**
 * The absolute path when an argument means an ecosystem file, undefined when it means an app.
 * Throws `UserError` when it means a file that does not exist, or a script.
 */
export function ecosystemFileArgument(argument: string, cwd: string): string | undefined {
  const file = path.resolve(cwd, argument);
  const found = statSync(file, { throwIfNoEntry: false });
  const isConfig = isEcosystemFileName(path.basename(file)) || configName.test(file);
  if (found?.isFile() === true) {
    if (isConfig) return file;
    if (argument.includes('.') || argument.includes('/')) {
      throw new UserError(
        `"${argument}" is a script. Name it as "script" of an app in an ecosystem file, and start that.`,
        2,
      );
    }
  }
  if (found === undefined && isConfig) throw new UserError(`The file "${argument}" does not exist.`);
  return undefined;
}
