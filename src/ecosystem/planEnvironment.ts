import type { AppSpec } from './appSpec.ts';
import type { Problem } from '../protocol/model.ts';
import { readEnvFiles } from './readEnvFile.ts';
import { scrubEnvironment } from './scrubEnvironment.ts';

export interface EnvironmentFacts {
  readonly shellEnv: Readonly<Record<string, string | undefined>>;
  readonly profile: string | null;
  readonly dev: boolean;
}

/**
 * What all instances of an app have in common: the scrubbed shell environment less `filter_env`, then the
 * env_files, `env`, in DEV_MODE its two variables, and `env_<profile>`, each over the one before.
 */
export function planEnvironment(
  spec: AppSpec,
  { shellEnv, profile, dev }: EnvironmentFacts,
): { readonly env: Record<string, string>; readonly problems: readonly Problem[] } {
  const files = readEnvFiles(spec);
  const problems = [...files.problems];
  const chosen = profile ?? (dev ? 'development' : null);
  const profileEnv = chosen === null ? undefined : spec.envProfiles[chosen];
  if (profile !== null && profileEnv === undefined) {
    problems.push({
      code: 'profile-missing',
      data: { app: spec.name, profile },
      severity: 'warning',
      app: spec.name,
    });
  }
  const inherited = filterInherited(scrubEnvironment(shellEnv), spec.filterEnv);
  if (inherited['PWD'] !== undefined) inherited['PWD'] = spec.cwd;
  const env = {
    ...inherited,
    ...files.env,
    ...spec.env,
    ...(dev ? { DEV_MODE: 'true', NODE_ENV: 'development' } : {}),
    ...profileEnv,
  };
  return { env, problems };
}

/** Drops every inherited variable whose name contains one of `filter`. */
function filterInherited(env: Record<string, string>, filter: AppSpec['filterEnv']): Record<string, string> {
  if (filter === 'all') return {};
  if (filter.length === 0) return env;
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !filter.some((part) => name.includes(part))),
  );
}
