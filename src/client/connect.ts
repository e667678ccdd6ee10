import { setTimeout as delay } from 'node:timers/promises';
import { ClientError } from './clientError.ts';
import { fullDisks } from './fullDisks.ts';
import type { ClientKind } from './joinLive.ts';
import { joinLive } from './joinLive.ts';
import type { Launch, StartOptions } from './launchSupervisor.ts';
import { launchSupervisor, supervisorLogTail } from './launchSupervisor.ts';
import type { Location } from './locate.ts';
import { locate, supervisorLog } from './locate.ts';
import type { SupervisorClient } from './supervisorClient.ts';

export interface ConnectOptions {
  readonly folder: string;
  readonly kind: ClientKind;
  /** null joins a live supervisor only. */
  readonly start: StartOptions | null;
  /** Where the supervisor lives, when that is not the usual place. */
  readonly location?: Location;
  /** Told what is wrong with a connection, for a log. */
  readonly log?: (line: string) => void;
}

const startTimeoutMs = 10_000;
/** One that owns the folder and takes no clients yet is about to; how long somebody who starts none waits for it. */
const busyTimeoutMs = 1000;
/** One that stays like that for so long is doubted. */
const busyDoubtMs = 3000;
const pollMs = 5;
/** A launched one that finds an owner ends by itself; if that owner was just ending, another one is launched. */
const launchLimit = 9;

/**
 * The client of the folder's supervisor, which is started first when `start` says how; without it, null when none
 * is there. Rejects with `ClientError`. Any number of clients may do this at once and end on the same supervisor.
 */
export function connectSupervisor(
  options: ConnectOptions & { readonly start: StartOptions },
): Promise<SupervisorClient>;
export function connectSupervisor(options: ConnectOptions): Promise<SupervisorClient | null>;
export async function connectSupervisor(options: ConnectOptions): Promise<SupervisorClient | null> {
  const location = options.location ?? locate(options.folder);
  const { start } = options;
  const began = Date.now();
  let launch: Launch | undefined;
  for (let launches = 0; ;) {
    const ended = launch?.failure();
    const joined = await joinLive(location, options.kind, options.log);
    if (joined.kind === 'client') return joined.client;
    const waitedMs = Date.now() - began;
    if (start === null) {
      if (joined.kind === 'absent' || waitedMs > busyTimeoutMs) return null;
    } else {
      if (waitedMs > startTimeoutMs)
        throw notStarted(location, `it took no connection within ${waitedMs} ms`);
      if (joined.kind === 'absent' && typeof ended === 'string') throw notStarted(location, ended);
      // The pid of a dead owner may be somebody else's now; only a supervisor can tell, and it will.
      const isNeeded = joined.kind === 'absent' || waitedMs > busyDoubtMs * (launches + 1);
      const isFree = launch === undefined || ended !== undefined;
      if (isNeeded && isFree) {
        if (launches === launchLimit) throw notStarted(location, 'each one ended at once');
        launches += 1;
        launch = tryLaunch(location, start);
      }
    }
    await delay(pollMs);
  }
}

function tryLaunch(location: Location, start: StartOptions): Launch {
  try {
    return launchSupervisor(location, start);
  } catch (error) {
    throw notStarted(location, error instanceof Error ? error.message : String(error));
  }
}

function notStarted(location: Location, reason: string): ClientError {
  const full = fullDisks([location.stateDir, location.runtimeDir]);
  if (full.length > 0) {
    // The log of the supervisor may be on that disk too, and say nothing.
    const where = full.map((folder) => `"${folder}"`).join(' and ');
    return new ClientError('supervisor-not-started', {
      reason: `there is no space left on the disk of ${where}.`,
    });
  }
  const tail = supervisorLogTail(location, 5);
  const log = tail === '' ? '' : `\nThe end of its log, ${supervisorLog(location)}:\n${tail}`;
  return new ClientError('supervisor-not-started', { reason: `${reason}.${log}` });
}
