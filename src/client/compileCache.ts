import { lstatSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { StateSystem } from './stateBase.ts';
import { stateBase } from './stateBase.ts';

/**
 * The folder in which Node keeps our own code as it has compiled it, so that the next start needs not; made where it is
 * missing. Undefined when it cannot be used: Node runs what it finds in there, so it has to be this user's alone.
 */
export function compileCacheFolder(system: StateSystem): string | undefined {
  // Whoever has set one, or wants none, has said so to all Node programs.
  if (system.env['NODE_COMPILE_CACHE'] !== undefined) return undefined;
  if (system.env['NODE_DISABLE_COMPILE_CACHE'] !== undefined) return undefined;
  const folder = path.join(stateBase(system), 'drover', 'compile-cache');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = lstatSync(folder);
    const uid = process.getuid?.();
    const isOurs = uid === undefined || (found.uid === uid && (found.mode & 0o077) === 0);
    return found.isDirectory() && isOurs ? folder : undefined;
  } catch {
    // A home that cannot be written to: all of it works without.
    return undefined;
  }
}
