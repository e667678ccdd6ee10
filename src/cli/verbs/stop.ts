import { withSupervisor } from '../reachSupervisor.ts';
import { reportOutcomes } from '../reportOutcomes.ts';
import { targetsOf } from '../targets.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';
import { targetsHelp } from '../options.ts';

/** Stops what the targets name; returns when it is gone. */
export function stop(world: World, targets: readonly string[]): Promise<0 | 1> {
  return withSupervisor(world, async (client) => {
    const chosen = targetsOf(targets, client.snapshot, world.cwd);
    const { outcomes } = await client.request('apps/stop', { targets: chosen });
    for (const { app, instance, ok } of outcomes) {
      if (ok) world.stdout.write(`${nameOf(instance ?? app)} is stopped.\n`);
    }
    return reportOutcomes(world, outcomes, client.snapshot);

    function nameOf(id: string): string {
      const { apps, instances } = client.snapshot;
      return [...apps, ...instances].find((one) => one.id === id)?.name ?? id;
    }
  });
}

export function addStop({ program, world, run }: CommandLine): void {
  program
    .command('stop')
    .description('stop apps or instances')
    .argument('<target...>', targetsHelp)
    .action((targets: string[]) => run(stop(world, targets)));
}
