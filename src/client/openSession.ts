import { readdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { generationsIn, socketFile } from '../protocol/rendezvous.ts';
import { connectSupervisor } from './connect.ts';
import type { ClientKind } from './joinLive.ts';
import type { StartOptions } from './launchSupervisor.ts';
import type { Location } from './locate.ts';
import { locate } from './locate.ts';
import { SupervisorSession } from './session.ts';

export interface SessionOptions {
  readonly folder: string;
  readonly kind: ClientKind;
  /** Asked anew for each start, so that changed settings count. */
  readonly start: () => StartOptions;
  /** Where the supervisor lives, when that is not the usual place. */
  readonly location?: Location;
  readonly log?: (line: string) => void;
}

/** A session of the folder's supervisor, still idle. Throws when the folder does not exist. */
export function openSession(options: SessionOptions): SupervisorSession {
  const { folder, kind, log } = options;
  const location = options.location ?? locate(folder);
  const common = { folder, kind, location, ...(log === undefined ? {} : { log }) };
  return new SupervisorSession({
    join: () => connectSupervisor({ ...common, start: null }),
    start: () => connectSupervisor({ ...common, start: options.start() }),
    crashed: () => hasCrashed(location.runtimeDir),
    delay: (ms, signal) => delay(ms, undefined, { signal }),
    now: () => performance.now(),
  });
}

/**
 * Whether the last supervisor crashed: the lock of one that ended in order stays, but it takes its socket with it.
 * Pipes leave nothing either way; there a supervisor too many, with nothing to run, is the smaller fault.
 */
async function hasCrashed(runtimeDir: string): Promise<boolean> {
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
