import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Role } from '../figures.ts';
import type { BenchApp, Site } from './site.ts';

/** A fresh command that a user would type. */
export interface ShellCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** Something that runs, and has a client that is connected. Everything resolves when it has been answered. */
export interface Manager extends AsyncDisposable {
  /** Milliseconds from when it was asked for until it answered first. */
  readonly openedIn: number;
  start(app: BenchApp): Promise<unknown>;
  /** Until nothing of it is left. */
  stop(app: BenchApp): Promise<unknown>;
  /** Of all instances, or of the first one alone. */
  restart(app: BenchApp, which: 'all' | 'first'): Promise<unknown>;
  /** Without an interruption. Absent where it has none. */
  reload?(app: BenchApp): Promise<unknown>;
  /** The least that is asked by a fresh command, and a start. */
  readonly commands: {
    readonly ask: ShellCommand;
    start(app: BenchApp): ShellCommand;
  };
}

export interface Contender {
  readonly name: string;
  readonly role: Role;
  /** A file without which it cannot take part. */
  readonly needs?: string;
  /** False where it has nothing like it. */
  readonly hasCluster: boolean;
  /** Starts it, without any app. Resolves when it has answered for the first time. */
  readonly open: (site: Site) => Promise<Manager>;
}

export const node = process.execPath;

export function inRepository(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}

/** Those that can take part, and a sentence for each that cannot. */
export function present(contenders: readonly Contender[]): {
  readonly contenders: readonly Contender[];
  readonly absent: readonly string[];
} {
  const isHere = ({ needs }: Contender): boolean => needs === undefined || existsSync(needs);
  return {
    contenders: contenders.filter(isHere),
    absent: contenders
      .filter((contender) => !isHere(contender))
      .map(({ name, needs }) => `${name} did not take part: there is no ${needs ?? ''}.`),
  };
}
