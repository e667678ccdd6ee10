import { flushCompileCache } from 'node:module';
import { dirname, join } from 'node:path';

/** By then it has done once most of what it does, and nobody who waits for its first answers waits for this. */
const writeAfterMs = 5000;

/**
 * Node was told by a variable to keep this process's own code as it has compiled it (`launchSupervisor`). Apps are not
 * to have that variable, and this process runs for too long to write at its end only.
 */
export function settleCompileCache(env: NodeJS.ProcessEnv, stateDir: string): void {
  if (env['NODE_COMPILE_CACHE'] !== join(dirname(stateDir), 'compile-cache')) return;
  delete env['NODE_COMPILE_CACHE'];
  setTimeout(flushCompileCache, writeAfterMs).unref();
}
