import { dirname, join } from 'node:path';
import type { AppSpec } from './appSpec.ts';
import { planEnvironment } from './planEnvironment.ts';
import { readEnvFiles } from './readEnvFile.ts';

/**
 * Whether DEV_MODE is what an app is started in when nobody says: `DEV_MODE=true` in its `env`, an env_file, the
 * `.env` beside its ecosystem file or in its `cwd`, or the shell of the start; the first of these that names it.
 */
export function wantsDevMode(spec: AppSpec, shellEnv: Readonly<Record<string, string | undefined>>): boolean {
  const own = planEnvironment(spec, { shellEnv: {}, profile: null, dev: false }).env['DEV_MODE'];
  return (own ?? inWorkspace(spec) ?? shellEnv['DEV_MODE'] ?? '').trim().toLowerCase() === 'true';
}

function inWorkspace(spec: AppSpec): string | undefined {
  const folders = new Set([...(spec.file === null ? [] : [dirname(spec.file)]), spec.cwd]);
  for (const folder of folders) {
    const { env } = readEnvFiles({ ...spec, envFiles: [join(folder, '.env')] });
    if (env['DEV_MODE'] !== undefined) return env['DEV_MODE'];
  }
  return undefined;
}
