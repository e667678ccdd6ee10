import path from 'node:path';
import type { AppInfo } from '../../protocol/model.ts';
import { withSupervisor } from '../reachSupervisor.ts';
import { reportOutcomes } from '../reportOutcomes.ts';
import { targetsOf } from '../targets.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';
import { targetsHelp } from '../options.ts';

/** Stops what the targets name and forgets the apps that no file has; says of the others that they are listed on. */
export function deleteApps(world: World, targets: readonly string[]): Promise<0 | 1> {
  return withSupervisor(world, async (client) => {
    const before = client.snapshot;
    const chosen = targetsOf(targets, before, world.cwd);
    const { outcomes, deleted } = await client.request('apps/delete', { targets: chosen });
    for (const { app: id } of outcomes.filter(({ ok }) => ok)) {
      const app = before.apps.find((one) => one.id === id);
      const name = app?.name ?? id;
      if (deleted.includes(id)) world.stdout.write(`${name} is deleted.\n`);
      else world.stdout.write(`${name} is stopped. It stays in the list, because ${fileOf(app)} has it.\n`);
    }
    if (outcomes.length === 0) world.stdout.write('There are no apps here.\n');
    return reportOutcomes(world, outcomes, before);
  });

  function fileOf(app: AppInfo | undefined): string {
    return path.relative(world.cwd, app?.file ?? 'its file');
  }
}

export function addDelete({ program, world, run }: CommandLine): void {
  program
    .command('delete')
    .alias('del')
    .description('stop apps, and forget those that no file has')
    .argument('<target...>', targetsHelp)
    .action((targets: string[]) => run(deleteApps(world, targets)));
}
