import { setTimeout as delay } from 'node:timers/promises';
import { ClientError } from './clientError.ts';
import type { ClientKind } from './joinLive.ts';
import { joinLive } from './joinLive.ts';
import type { Launch, StartOptions } from './launchSupervisor.ts';
import { launchSupervisor, supervisorLog, supervisorLogTail } from './launchSupervisor.ts';
import type { Location } from './locate.ts';
import { locate } from './locate.ts';
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
const pollMs = 25;
/** A launched one that finds an owner ends by itself; if that owner was just ending, another one is launched. */
const launchLimit = 5;

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
  const deadline = Date.now() + (start === null ? busyTimeoutMs : startTimeoutMs);
  let launch: Launch | undefined;
  for (let launches = 0; ;) {
    const hadEnded = launch?.failure();
    const joined = await joinLive(location, options.kind, options.log);
    if (joined.kind === 'client') return joined.client;
    if (joined.kind === 'absent') {
      if (start === null) return null;
      if (typeof hadEnded === 'string') throw notStarted(location, hadEnded);
      if (launch === undefined || hadEnded === null) {
        if (launches === launchLimit) throw notStarted(location, 'each one ended at once');
        launches += 1;
        launch = tryLaunch(location, start);
      }
    }
    if (Date.now() > deadline) {
      if (start === null) return null;
      if (joined.kind === 'busy' && launch === undefined) {
        throw new ClientError('supervisor-silent', { pid: String(joined.pid) });
      }
      throw notStarted(location, `it took no connection within ${startTimeoutMs / 1000} s`);
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
  const tail = supervisorLogTail(location, 5);
  const log = tail === '' ? '' : `\nThe end of its log, ${supervisorLog(location)}:\n${tail}`;
  return new ClientError('supervisor-not-started', { reason: `${reason}.${log}` });
}
