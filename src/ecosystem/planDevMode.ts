import type { AppSpec } from './appSpec.ts';
import { normaliseEnvironment } from './environmentValues.ts';
import { normaliseApp } from './normaliseApp.ts';
import { isRecord } from './optionReader.ts';
import { planWatch } from './planWatch.ts';
import { reloadsByItself } from './reloadsByItself.ts';

/**
 * An app as DEV_MODE runs it: its `dev` options over the others, and watched unless its command reloads by itself
 * or `dev.watch` is false. `env` is what `dev.env` sets, over everything else.
 */
export function planDevMode(written: AppSpec): {
  readonly spec: AppSpec;
  readonly env: Readonly<Record<string, string>>;
} {
  const dev = written.dev ?? {};
  const { env, ...options } = dev;
  const base = { ...written, dev: null };
  const merged =
    normaliseApp(options, { base, folder: written.cwd, path: [], report: () => undefined }) ?? base;
  const keepsStill = dev['watch'] === false || reloadsByItself(merged);
  const watch = keepsStill ? null : planWatch(merged, true).watch;
  return {
    spec: { ...merged, name: written.name, watch, dev: written.dev },
    env: isRecord(env) ? normaliseEnvironment(env) : {},
  };
}
