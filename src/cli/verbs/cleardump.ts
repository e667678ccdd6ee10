import { findFolder } from '../findFolder.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';

/** Forgets what `drover save` has kept. A supervisor that is started for it is ended again. */
export async function cleardump(world: World): Promise<0> {
  const found = await findFolder(world);
  const client = found.client ?? (await world.start(found.folder));
  try {
    const { wasSaved } = await client.request('state/forget', {});
    world.stdout.write(wasSaved ? 'What was saved is forgotten.\n' : 'Nothing was saved.\n');
    if (found.client === null) await client.request('shutdown', {});
    return 0;
  } finally {
    client.dispose();
  }
}

export function addCleardump({ program, world, run }: CommandLine): void {
  program
    .command('cleardump')
    .description('forget what was saved')
    .action(() => run(cleardump(world)));
}
