import { Argument } from 'commander';
import type { Command } from 'commander';
import type { Snapshot } from '../../protocol/model.ts';
import { complete } from '../completion/complete.ts';
import { lookUp } from '../completion/completionSource.ts';
import type { Shell } from '../completion/scripts.ts';
import { completionScripts, shells } from '../completion/scripts.ts';
import { findFolder } from '../findFolder.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';

/** Prints the script that has a shell complete command lines of Drover. */
export async function completion(world: World, shell: Shell): Promise<0> {
  world.stdout.write(completionScripts[shell]);
  return 0;
}

/** Prints what the last word may become, each with what it is behind a tab. */
export async function printCandidates(world: World, program: Command, words: readonly string[]): Promise<0> {
  let known: Promise<Snapshot> | undefined;
  const surroundings = { program, cwd: world.cwd, snapshot: () => (known ??= snapshotOf(world)) };
  const candidates = await complete(program, words, (source) => lookUp(source, surroundings));
  const lines = candidates.map(({ value, description }) => `${value}\t${description}\n`);
  world.stdout.write(lines.join(''));
  return 0;
}

async function snapshotOf(world: World): Promise<Snapshot> {
  const { client } = await findFolder(world);
  if (client === null) return { files: [], apps: [], instances: [] };
  client.dispose();
  return client.snapshot;
}

export function addCompletion({ program, world, run }: CommandLine): void {
  program
    .command('completion')
    .description('print the script by which a shell completes "drover …"')
    .addArgument(new Argument('<shell>', 'which shell').choices(shells))
    .action((shell: Shell) => run(completion(world, shell)));
  // What the scripts ask.
  program
    .command('complete', { hidden: true })
    .argument('[word...]', 'what is typed so far')
    .action((words: string[]) => run(printCandidates(world, program, words)));
}
