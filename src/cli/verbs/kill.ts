import { ClientError } from '../../client/clientError.ts';
import { shutDown } from '../../client/shutDown.ts';
import type { Found } from '../findFolder.ts';
import { findFolder } from '../findFolder.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';

/** Stops all apps and ends the supervisor; returns when it has gone. Nothing to end is done already. */
export async function kill(world: World): Promise<0> {
  let found: Found;
  try {
    found = await findFolder(world);
  } catch (error) {
    if (!(error instanceof ClientError) || error.code !== 'protocol-mismatch') throw error;
    return killOther(world, Number(error.data['pid']));
  }
  const { folder, client } = found;
  if (client === null) {
    world.stdout.write(`No supervisor runs for ${folder}.\n`);
    return 0;
  }
  await shutDown(client);
  world.stdout.write(`The supervisor for ${folder} has ended, and its apps with it.\n`);
  return 0;
}

/** One that speaks another protocol answered with its token on its socket, so the process is the right one. */
function killOther(world: World, pid: number): 0 {
  process.kill(pid, 'SIGTERM');
  world.stdout.write(`The supervisor of another version (process ${pid}) was told to end.\n`);
  return 0;
}

export function addKill({ program, world, run }: CommandLine): void {
  program
    .command('kill')
    .description('stop all apps and end the supervisor')
    .action(() => run(kill(world)));
}
