import { spawn } from 'node:child_process';
import { closeSync, constants, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import os from 'node:os';
import type { SupervisorArguments } from '../protocol/rendezvous.ts';
import { compileCacheFolder } from './compileCache.ts';
import type { Location } from './locate.ts';
import { supervisorLog } from './locate.ts';

/** How to start a supervisor where none is. */
export interface StartOptions {
  /** The bundle or source file of the supervisor. */
  readonly supervisorPath: string;
  /** The runtime it runs on: VS Code's own executable works, it is told to be Node. */
  readonly nodePath: string;
  readonly origin: SupervisorArguments['origin'];
  readonly leaseSeconds: number | null;
  readonly env: NodeJS.ProcessEnv;
}

/** A supervisor process on its way; it outlives this process. */
export interface Launch {
  /** Set once it has ended: null for success (another one had won), else why. */
  readonly failure: () => string | null | undefined;
}

/** Never through a link, which somebody else may have put there. Windows has no such flag, and no such links. */
const appending =
  constants.O_WRONLY |
  constants.O_APPEND |
  constants.O_CREAT |
  ((constants.O_NOFOLLOW as number | undefined) ?? 0);

/** Starts the supervisor detached, without waiting for it. What it says before its log is open lands in its log. */
export function launchSupervisor(location: Location, options: StartOptions): Launch {
  const { folder, runtimeDir, stateDir } = location;
  const { origin, leaseSeconds } = options;
  const args: SupervisorArguments = { folder, runtimeDir, stateDir, origin, leaseSeconds };
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const log = openSync(supervisorLog(location), appending, 0o600);
  let failure: string | null | undefined;
  try {
    const child = spawn(options.nodePath, [options.supervisorPath, JSON.stringify(args)], {
      cwd: stateDir,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', 'ignore', log],
      env: supervisorEnvironment(options.env),
    });
    child.on('error', (error) => (failure = error.message));
    child.on('exit', (code, signal) => (failure = code === 0 ? null : `it exited with ${signal ?? code}`));
    child.unref();
  } finally {
    closeSync(log);
  }
  return { failure: () => failure };
}

/** The last lines of the supervisor's log without stack frames, for an error message; empty when there is none. */
export function supervisorLogTail(location: Location, lines: number): string {
  const log = supervisorLog(location);
  if (!existsSync(log)) return '';
  const isTelling = (line: string) => line.trim() !== '' && !/^\s+at /.test(line);
  return readFileSync(log, 'utf8').split('\n').filter(isTelling).slice(-lines).join('\n');
}

/**
 * Without what belongs to the starting process: its Node flags, its IPC channel, its role in a cluster. The supervisor
 * takes our compile cache out again, so that no app has it.
 */
function supervisorEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const {
    NODE_OPTIONS: _options,
    NODE_CHANNEL_FD: _channel,
    NODE_CHANNEL_SERIALIZATION_MODE: _mode,
    NODE_UNIQUE_ID: _cluster,
    ...rest
  } = env;
  const cache = compileCacheFolder({ env, platform: process.platform, homedir: os.homedir() });
  return {
    ...rest,
    ELECTRON_RUN_AS_NODE: '1',
    ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }),
  };
}
