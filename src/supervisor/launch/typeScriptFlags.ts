import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { NodeVersion } from './node/nodeVersion.ts';

const transpiled = /\.(?:[mc]?ts|[jt]sx)$/i;
/** Flags by which users bring their own loader: tsx, ts-node, swc, or Node's own flags. */
const ownLoader =
  /^(--import|--loader|--experimental-loader|--require|-r|--experimental-(strip|transform)-types)(=|$)/;

/** Whether Node may need help with the script: TypeScript, or JSX, which it never runs by itself. */
export function needsTypeScript(script: string, nodeArgs: readonly string[]): boolean {
  return transpiled.test(script) && !nodeArgs.some((argument) => ownLoader.test(argument));
}

export function isJsx(script: string): boolean {
  return /\.[jt]sx$/i.test(script);
}

/**
 * The flags with which this Node runs a TypeScript file: none where it strips types by itself (22.18, 23.6 and
 * later), else the project's tsx, else 22.6's experimental stripping. JSX needs tsx. Undefined when nothing can
 * run it.
 */
export function typeScriptFlags(
  version: NodeVersion,
  { script, cwd }: { readonly script: string; readonly cwd: string },
): string[] | undefined {
  const strips = isAtLeast(version, 23, 6) || (version.major === 22 && version.minor >= 18);
  if (strips && !isJsx(script)) return [];
  const tsx = findTsx([dirname(script), cwd]);
  if (tsx !== undefined && isAtLeast(version, 18, 19)) return ['--import', pathToFileURL(tsx).href];
  return isAtLeast(version, 22, 6) && !isJsx(script) ? ['--experimental-strip-types'] : undefined;
}

function isAtLeast(version: NodeVersion, major: number, minor: number): boolean {
  return version.major > major || (version.major === major && version.minor >= minor);
}

function findTsx(folders: readonly string[]): string | undefined {
  for (const folder of folders) {
    try {
      return createRequire(join(folder, 'package.json')).resolve('tsx');
    } catch {
      // Not installed there.
    }
  }
  return undefined;
}
