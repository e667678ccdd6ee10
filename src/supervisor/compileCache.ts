import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { flushCompileCache } from 'node:module';
import { dirname, join } from 'node:path';

/** By then it has done once most of what it does, and nobody who waits for its first answers waits for this. */
const writeAfterMs = 5000;
/** Longer than a holiday. Whoever comes back later waits once for what Node compiles anew. */
const unusedMs = 30 * 24 * 3600_000;

/**
 * Node was told by a variable to keep this process's own code as it has compiled it (`launchSupervisor`). Apps are not
 * to have that variable, and this process runs for too long to write at its end only.
 */
export function settleCompileCache(env: NodeJS.ProcessEnv, stateDir: string): void {
  const folder = join(dirname(stateDir), 'compile-cache');
  if (env['NODE_COMPILE_CACHE'] !== folder) return;
  delete env['NODE_COMPILE_CACHE'];
  setTimeout(() => {
    flushCompileCache();
    pruneCompileCache(folder).catch((error: unknown) => console.error(`compile cache: ${String(error)}`));
  }, writeAfterMs).unref();
}

/**
 * Removes what no process has read or written for 30 days before `now` (epoch milliseconds): the code of older versions
 * of Drover, and all that older versions of Node made. What versions that are still in use have is younger, and Node
 * makes what it misses anew.
 */
export async function pruneCompileCache(folder: string, now = Date.now()): Promise<void> {
  const isOld = (timeMs: number): boolean => timeMs < now - unusedMs;
  const entries = (await ifThere(readdir(folder, { withFileTypes: true }))) ?? [];
  for (const entry of entries.filter((one) => one.isDirectory())) {
    const versionFolder = join(folder, entry.name);
    const names = (await ifThere(readdir(versionFolder))) ?? [];
    for (const name of names) {
      const file = join(versionFolder, name);
      const { atimeMs, mtimeMs } = (await ifThere(stat(file))) ?? { atimeMs: now, mtimeMs: now };
      if (isOld(Math.max(atimeMs, mtimeMs))) await rm(file, { force: true });
    }
    // An empty one that is younger may be just about to be written into. To look into it counts as reading it.
    const changed = names.length === 0 ? await ifThere(stat(versionFolder)) : undefined;
    if (changed !== undefined && isOld(changed.mtimeMs)) await ifThere(rmdir(versionFolder));
  }
}

/** Undefined for what is gone: another supervisor may be doing the same. */
async function ifThere<T>(looked: Promise<T>): Promise<T | undefined> {
  try {
    return await looked;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
