import type { AppSpec } from './appSpec.ts';
import { planEnvironment } from './planEnvironment.ts';
import { workspaceVariable } from './workspaceEnv.ts';

/**
 * Whether DEV_MODE is what an app is started in when nobody says: `DEV_MODE=true` in its `env`, an env_file, the
 * shell of the start, or the project's `.env`; the first of these that names it.
 */
export function wantsDevMode(spec: AppSpec, shellEnv: Readonly<Record<string, string | undefined>>): boolean {
  const own = planEnvironment(spec, { shellEnv: {}, profile: null, dev: false }).env['DEV_MODE'];
  const said = own ?? shellEnv['DEV_MODE'] ?? workspaceVariable(spec, 'DEV_MODE') ?? '';
  return said.trim().toLowerCase() === 'true';
}
