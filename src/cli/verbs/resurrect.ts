import { findFolder } from '../findFolder.ts';
import { showOutcomes } from '../showOutcomes.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';
import { waitHelp } from '../options.ts';

/** Starts the apps that were saved and do not run, starting the supervisor where none lives. */
export async function resurrect(world: World, { wait }: { readonly wait: boolean }): Promise<0 | 1> {
  const found = await findFolder(world);
  const client = found.client ?? (await world.start(found.folder));
  try {
    const { outcomes } = await client.request('state/resurrect', { wait });
    if (outcomes.length === 0) {
      world.stdout.write('What was saved runs already.\n');
    }
    return await showOutcomes(world, client, outcomes);
  } catch (error) {
    // Where nothing was saved, a supervisor started for it has nothing to do.
    if (found.client === null) await client.request('shutdown', {});
    throw error;
  } finally {
    client.dispose();
  }
}

export function addResurrect({ program, world, run }: CommandLine): void {
  program
    .command('resurrect')
    .description('start the apps that were saved')
    .option('--wait', waitHelp, false)
    .action((options: { wait: boolean }) => run(resurrect(world, options)));
}
