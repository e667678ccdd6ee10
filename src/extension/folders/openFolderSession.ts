import { openSession, type SessionOptions } from '../../client/openSession.ts';
import { SupervisorSession } from '../../client/session.ts';

/**
 * The session of a workspace folder. A folder that cannot have one (it is gone, the path to its socket is too
 * long) gets one that says so when it is needed, instead of failing the activation.
 */
export function openFolderSession(options: SessionOptions): SupervisorSession {
  try {
    return openSession(options);
  } catch (error) {
    const reason = error instanceof Error ? error : new Error(String(error));
    return new SupervisorSession({
      join: () => Promise.resolve(null),
      start: () => Promise.reject(reason),
      crashed: () => Promise.resolve(false),
      delay: () => Promise.resolve(),
      now: () => performance.now(),
    });
  }
}
