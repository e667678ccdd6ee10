import { withSupervisor } from '../reachSupervisor.ts';
import { showOutcomes } from '../showOutcomes.ts';
import { targetsOf } from '../targets.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';
import { targetsHelp } from '../options.ts';

/** Counts the restarts of what the targets name from 0 again. */
export function reset(world: World, targets: readonly string[]): Promise<0 | 1> {
  return withSupervisor(world, async (client) => {
    const chosen = targetsOf(targets, client.snapshot, world.cwd);
    const { outcomes } = await client.request('instances/reset', { targets: chosen });
    return showOutcomes(world, client, outcomes);
  });
}

export function addReset({ program, world, run }: CommandLine): void {
  program
    .command('reset')
    .description('count restarts from 0 again')
    .argument('<target...>', targetsHelp)
    .action((targets: string[]) => run(reset(world, targets)));
}
