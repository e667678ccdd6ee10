import { accessSync, constants, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { searchPath } from './searchPath.ts';

/**
 * The file that `name` stands for, as a shell in `cwd` would find it: a path is taken from `cwd`, a bare name is
 * looked up on `env.PATH` and then, as npm scripts do, in the `node_modules/.bin` of `cwd` and the folders above.
 * Undefined when there is none that may be executed.
 *
 * Synchronous: each look takes microseconds, while one by way of a thread waits for that thread's turn on a machine
 * whose cores boot instances.
 */
export function findExecutable(
  name: string,
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): string | undefined {
  return candidates(name, cwd, env).find(isExecutable);
}

function candidates(name: string, cwd: string, env: Readonly<Record<string, string>>): string[] {
  const names = process.platform === 'win32' ? withExtensions(name, env) : [name];
  if (isAbsolute(name) || /[/\\]/.test(name)) return names.map((one) => resolve(cwd, one));
  const folders = searchPath(env).map((folder) => resolve(cwd, folder));
  for (let folder = cwd; ; folder = dirname(folder)) {
    folders.push(join(folder, 'node_modules', '.bin'));
    if (folder === dirname(folder)) break;
  }
  return folders.flatMap((folder) => names.map((one) => join(folder, one)));
}

function withExtensions(name: string, env: Readonly<Record<string, string>>): string[] {
  const extensions = (env['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';');
  return [name, ...extensions.map((extension) => name + extension.toLowerCase())];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there, or not ours to run: the search goes on.
    return false;
  }
}
