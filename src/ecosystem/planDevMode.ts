import { basename } from 'node:path';
import type { AppSpec } from './appSpec.ts';
import { normaliseEnvironment } from './environmentValues.ts';
import { normaliseApp } from './normaliseApp.ts';
import { isRecord } from './optionReader.ts';
import { planWatch } from './planWatch.ts';

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

/** `nodemon`, `tsx watch`, `node --watch`, `vite`, `next dev` and the like. */
function reloadsByItself({ script, args, nodeArgs, shell }: AppSpec): boolean {
  if (nodeArgs.some((flag) => /^--watch(?:-path)?(?:=|$)/.test(flag))) return true;
  const words = shell ? script.split(/\s+/) : [basename(script), ...args];
  const line = words.map((word) => basename(word)).join(' ');
  return /(?:^|\s)(?:nodemon|ts-node-dev|tsnd|vite|webpack-dev-server|tsx watch|node --watch\S*|(?:next|nuxt|astro|remix|nest) (?:dev|start --watch)|bun --(?:watch|hot))(?:\s|$)/.test(
    line,
  );
}
