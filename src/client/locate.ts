import { createHash } from 'node:crypto';
import { realpathSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { letsOthersReplace } from '../protocol/rendezvous.ts';
import { ClientError } from './clientError.ts';
import { stateBase } from './stateBase.ts';

/** What `locate` asks of the machine; tests replace it to look at other platforms. */
export interface System {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** Numeric user id, or the user's name where there are none (Windows). */
  readonly uid: number | string;
  readonly homedir: string;
  readonly tmpdir: string;
  readonly realpath: (folder: string) => string;
  /** Whether it is a folder, and one of this user. */
  readonly isOwnFolder: (folder: string) => boolean;
  /** Whether others may rename and remove what is in it, as in a `/tmp` of a container that lacks the sticky bit. */
  readonly letsOthersReplace: (folder: string) => boolean;
}

/** Where the supervisor of one workspace folder lives. */
export interface Location {
  /** The real path, so that every way to the folder leads to the same supervisor. */
  readonly folder: string;
  /** 12 hex digits made from `folder`. */
  readonly key: string;
  /** Lock, token, sockets; need not survive a reboot. */
  readonly runtimeDir: string;
  /** State file and logs. */
  readonly stateDir: string;
}

/** macOS allows 103 bytes and Linux 107; Node 18 and 20 cut longer paths silently and listen elsewhere. */
const socketPathLimitBytes = 103;
const longestSocketName = '/s999999.sock';

/**
 * Finds the names by which every client of `folder` meets in the same supervisor. Makes nothing.
 * Throws `ENOENT` when the folder does not exist and `runtime-path-long` when no socket fits in the path.
 */
export function locate(folder: string, overrides: Partial<System> = {}): Location {
  const system: System = { ...thisSystem(), ...overrides };
  const real = system.realpath(folder);
  const key = createHash('sha256').update(real).digest('hex').slice(0, 12);
  const syntax = system.platform === 'win32' ? path.win32 : path.posix;
  const stateDir = syntax.join(stateBase(system), 'drover', key);
  if (system.platform === 'win32') {
    // Only the lock lies here; the last name is the stem of the pipe's.
    return { folder: real, key, stateDir, runtimeDir: syntax.join(stateDir, `drover-${system.uid}-${key}`) };
  }
  const runtimeDir = syntax.join(runtimeBase(system), `drover-${system.uid}`, key);
  const bytes = Buffer.byteLength(runtimeDir + longestSocketName);
  if (bytes > socketPathLimitBytes) {
    throw new ClientError('runtime-path-long', { path: runtimeDir, limit: String(socketPathLimitBytes) });
  }
  return { folder: real, key, runtimeDir, stateDir };
}

/** Where the supervisor says what it has to say itself. */
export function supervisorLog({ stateDir }: Location): string {
  return path.join(stateDir, 'supervisor.log');
}

/** A variable that came along from another user, as by `su`, leads to a folder that is not ours. */
function runtimeBase(system: System): string {
  const { env, platform, uid, tmpdir, isOwnFolder } = system;
  if (platform === 'darwin') return tmpdir;
  const candidates = [env['XDG_RUNTIME_DIR'], `/run/user/${uid}`];
  return (
    candidates.find(
      (folder) => folder !== undefined && path.posix.isAbsolute(folder) && isOwnFolder(folder),
    ) ?? (system.letsOthersReplace(tmpdir) ? path.posix.join(stateBase(system), 'drover', 'run') : tmpdir)
  );
}

function thisSystem(): System {
  return {
    env: process.env,
    platform: process.platform,
    uid: process.getuid?.() ?? os.userInfo().username,
    homedir: os.homedir(),
    tmpdir: os.tmpdir(),
    realpath: (folder) => realpathSync.native(folder),
    letsOthersReplace: (folder) => {
      const found = statSync(folder, { throwIfNoEntry: false });
      return found !== undefined && letsOthersReplace(found.mode);
    },
    isOwnFolder: (folder) => {
      const found = statSync(folder, { throwIfNoEntry: false });
      return found?.isDirectory() === true && found.uid === (process.getuid?.() ?? found.uid);
    },
  };
}
