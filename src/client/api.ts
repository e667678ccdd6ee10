import path from 'node:path';
import type { Params } from '../protocol/contract.ts';
import { Drover } from './api/drover.ts';
import { DroverError } from './api/droverError.ts';
import type { DroverApp, ReloadOptions, RunOptions, Selector, StartOptions } from './api/records.ts';
import type { FollowOptions, LoggedLine } from './api/followLogs.ts';
import type { WaitForOptions } from './api/waitForStatus.ts';
import { ClientError } from './clientError.ts';
import { connectSupervisor } from './connect.ts';
import { RpcError } from './rpcError.ts';
import type { SupervisorClient } from './supervisorClient.ts';

/** The environment of a shell, as `process.env` has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface ConnectOptions {
  /** The folder whose supervisor is meant, exactly this one; the current folder by default. */
  readonly folder?: string;
  /**
   * Whether a supervisor is started where none lives; true by default. What is started runs on without this process,
   * until it is shut down or has had nothing to run for ten minutes. With `leaseSeconds` it stops its apps and ends so
   * many seconds after its last client has left, however that came about.
   */
  readonly start?: boolean | { readonly leaseSeconds: number };
  /**
   * The shell environment that ecosystem files are read in and apps are started in; `process.env` by default. The
   * lookup of the supervisor itself always goes by `process.env`.
   */
  readonly env?: Environment;
  /** What it counts as for the supervisor; `cli` by default. */
  readonly kind?: Params<'initialize'>['client']['kind'];
}

/**
 * Connects to the supervisor of a folder, the one that editors and the command line use too. With `start: false` it is
 * null when none lives. Rejects with `ClientError`, whose message is a sentence and whose `code` tells the reason, and
 * with `ENOENT` when the folder does not exist.
 */
export function connect(options: ConnectOptions & { readonly start: false }): Promise<Drover | null>;
export function connect(
  options?: ConnectOptions & { readonly start?: true | { readonly leaseSeconds: number } },
): Promise<Drover>;
export async function connect(options: ConnectOptions = {}): Promise<Drover | null> {
  const { start = true, env = process.env, kind = 'cli' } = options;
  const folder = path.resolve(options.folder ?? '.');
  const leaseSeconds = typeof start === 'object' ? start.leaseSeconds : null;
  const client = await connectSupervisor({
    folder,
    kind,
    start:
      start === false
        ? null
        : {
            // All bundles lie in one folder.
            supervisorPath: path.join(import.meta.dirname, 'supervisor.cjs'),
            nodePath: process.execPath,
            origin: leaseSeconds === null ? 'cli' : 'editor',
            leaseSeconds,
            env: { ...env },
          },
  });
  return client === null ? null : new Drover(client, { env });
}

export { ClientError, Drover, DroverError, RpcError };
export type {
  DroverApp,
  FollowOptions,
  LoggedLine,
  ReloadOptions,
  RunOptions,
  Selector,
  StartOptions,
  SupervisorClient,
  WaitForOptions,
};
