import { withSupervisor } from '../reachSupervisor.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';

/** Keeps which apps run now, for `drover resurrect`. */
export function save(world: World): Promise<0> {
  return withSupervisor<0>(world, async (client) => {
    const { apps, path } = await client.request('state/save', {});
    const names = apps.map((id) => client.snapshot.apps.find((app) => app.id === id)?.name ?? id);
    const what = names.length === 0 ? 'that nothing runs' : names.join(', ');
    world.stdout.write(`Saved ${what} in ${path}. "drover resurrect" starts what was saved.\n`);
    return 0;
  });
}

export function addSave({ program, world, run }: CommandLine): void {
  program
    .command('save')
    .alias('dump')
    .description('keep which apps run now, for "drover resurrect"')
    .action(() => run(save(world)));
}
