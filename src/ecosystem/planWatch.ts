import type { AppSpec } from './appSpec.ts';

/** The spec with watching switched on or off by hand; null leaves it as it is. */
export function planWatch(spec: AppSpec, on: boolean | null): AppSpec {
  if (on === null || on === (spec.watch !== null)) return spec;
  return { ...spec, watch: on ? { paths: [spec.cwd], ...spec.watchRules } : null };
}
