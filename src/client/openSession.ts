import { setTimeout as delay } from 'node:timers/promises';
import { connectSupervisor } from './connect.ts';
import { hasCrashed } from './hasCrashed.ts';
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
