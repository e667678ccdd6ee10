import { dirname, join } from 'node:path';
import type { AppSpec } from './appSpec.ts';
import { readEnvFiles } from './readEnvFile.ts';

/** The `.env` files that a project keeps for itself: beside the ecosystem file, and in the app's `cwd`. */
export function workspaceEnvFiles({ file, cwd }: Pick<AppSpec, 'file' | 'cwd'>): readonly string[] {
  const folders = new Set([...(file === null ? [] : [dirname(file)]), cwd]);
  return [...folders].map((folder) => join(folder, '.env'));
}

/** What they say about `name`, the first one that names it. Only for what Drover decides by: apps are not given it. */
export function workspaceVariable(spec: AppSpec, name: string): string | undefined {
  for (const path of workspaceEnvFiles(spec)) {
    const { env } = readEnvFiles({ ...spec, envFiles: [path] });
    if (env[name] !== undefined) return env[name];
  }
  return undefined;
}
