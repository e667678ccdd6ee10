import type { Command } from 'commander';
import type { World } from './world.ts';

/** What a verb needs to put itself on the command line: the program it is added to, and who runs it. */
export interface CommandLine {
  readonly program: Command;
  readonly world: World;
  /** Runs a verb to its exit code: 0, 1 failed, 2 wrong usage. */
  readonly run: (verb: Promise<number>) => Promise<void>;
}
