import { delimiter } from 'node:path';

type Env = Readonly<Record<string, string>>;

/** The folders of PATH; Windows spells the variable in any case. */
export function searchPath(env: Env): string[] {
  return (env[pathName(env)] ?? '').split(delimiter).filter((folder) => folder !== '');
}

/** The environment with a folder in front of PATH. */
export function withFolderFirst(env: Env, folder: string): Env {
  const others = searchPath(env).filter((one) => one !== folder);
  return { ...env, [pathName(env)]: [folder, ...others].join(delimiter) };
}

/** The environment with those folders of another PATH appended that its own lacks. */
export function withPathLast(env: Env, path: string): Env {
  const folders = [...searchPath(env), ...searchPath({ PATH: path })];
  return { ...env, [pathName(env)]: [...new Set(folders)].join(delimiter) };
}

function pathName(env: Env): string {
  return Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
}
