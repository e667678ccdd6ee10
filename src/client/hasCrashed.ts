import { readdir } from 'node:fs/promises';
import { generationsIn, socketFile } from '../protocol/rendezvous.ts';

/**
 * Whether the last supervisor crashed: the lock of one that ended in order stays, but it takes its socket with it.
 * Pipes leave nothing either way; there a supervisor too many, with nothing to run, is the smaller fault.
 */
export async function hasCrashed(runtimeDir: string): Promise<boolean> {
  if (process.platform === 'win32') return true;
  try {
    const names = await readdir(runtimeDir);
    const generation = generationsIn(names)[0];
    return generation !== undefined && names.includes(socketFile(generation));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
