import { shutDown } from '../../client/shutDown.ts';
import { printInstances } from '../printInstances.ts';
import { withSupervisor } from '../reachSupervisor.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';

/**
 * Ends the supervisor in order and starts one of this version, which starts what ran. One whose protocol is another
 * is refused before that: what it runs cannot be taken over in order.
 */
export async function update(world: World): Promise<0> {
  const folder = await withSupervisor(world, async (client) => {
    await shutDown(client, { resume: true });
    return client.supervisor.folder;
  });
  const client = await world.start(folder);
  try {
    // Answered once what ran is on its way.
    await client.request('apps/start', { targets: [] });
    const { snapshot } = await client.request('snapshot', {});
    const { pid, version } = client.supervisor;
    world.stdout.write(`The supervisor for ${folder} is process ${pid} of version ${version} now.\n`);
    if (snapshot.apps.length > 0) printInstances(world, snapshot.apps, { snapshot, metrics: [] });
    return 0;
  } finally {
    client.dispose();
  }
}

export function addUpdate({ program, world, run }: CommandLine): void {
  program
    .command('update')
    .alias('updatePM2')
    .description('restart the supervisor, as after an update, with what runs')
    .action(() => run(update(world)));
}
