import type { Readable } from 'node:stream';
import type { ClientKind } from '../client/joinLive.ts';
import type { SupervisorClient } from '../client/supervisorClient.ts';

/** Where output goes. A terminal has a width. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** Bytes that whoever reads it has not taken yet, where writing does not wait for that. */
  readonly writableLength?: number;
}

/** What the command line uses of the world around it; tests bring their own. */
export interface World {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: Output;
  readonly stderr: Output;
  /** What is typed; nothing where it cannot be read. */
  readonly stdin?: Readable;
  readonly version: string;
  /** The client of the supervisor that lives for exactly this folder; null when there is none. */
  readonly join: (folder: string, kind?: ClientKind) => Promise<SupervisorClient | null>;
  /**
   * The same, starting one where there is none: one that runs on, or that ends with its apps so many seconds after
   * its last client has left.
   */
  readonly start: (folder: string, kind?: ClientKind, leaseSeconds?: number) => Promise<SupervisorClient>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The environment without the holes that `process.env` may have by type. */
export function shellEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}
