import type { SupervisorClient } from '../client/supervisorClient.ts';

/** Where output goes. A terminal has a width. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What the command line uses of the world around it; tests bring their own. */
export interface World {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly version: string;
  /** The client of the supervisor that lives for exactly this folder; null when there is none. */
  readonly join: (folder: string) => Promise<SupervisorClient | null>;
  /** The same, starting one where there is none. */
  readonly start: (folder: string) => Promise<SupervisorClient>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The environment without the holes that `process.env` may have by type. */
export function shellEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}
