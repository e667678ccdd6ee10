import { formatDuration } from '../amounts.ts';
import { findFolder } from '../findFolder.ts';
import { noSupervisor } from '../reachSupervisor.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';
import type { JsonOptions } from '../options.ts';

/** Says whether a supervisor answers; unlike PM2's, it starts none. */
export async function ping(world: World, { json }: { readonly json: boolean }): Promise<0 | 1> {
  const { folder, client } = await findFolder(world);
  if (client === null) {
    if (json) world.stdout.write('null\n');
    else world.stderr.write(`${noSupervisor(folder)}\n`);
    return 1;
  }
  const { supervisor } = client;
  client.dispose();
  const { pid, version, startedAt } = supervisor;
  const uptime = formatDuration(world.now() - startedAt);
  const sentence = `The supervisor for ${supervisor.folder} answers: process ${pid}, version ${version}, up for ${uptime}.`;
  world.stdout.write(`${json ? JSON.stringify(supervisor, undefined, 2) : sentence}\n`);
  return 0;
}

export function addPing({ program, world, run }: CommandLine): void {
  program
    .command('ping')
    .description('say whether a supervisor runs here')
    .option('--json', 'print one JSON document', false)
    .action((options: JsonOptions) => run(ping(world, options)));
}
