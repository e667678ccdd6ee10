import { numbered } from '../numbered.ts';
import { withSupervisor } from '../reachSupervisor.ts';
import { targetsOf } from '../targets.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';
import { targetsHelp } from '../options.ts';

/** Empties the log files of instances, and what is kept of them in memory. */
export function flush(world: World, target: string): Promise<0> {
  return logFiles(world, target, { method: 'logs/clear', done: 'emptied' });
}

/** Opens log files anew, after something else has moved them away. */
export function reloadLogs(world: World, target: string): Promise<0> {
  return logFiles(world, target, { method: 'logs/reopen', done: 'opened anew' });
}

function logFiles(
  world: World,
  target: string,
  { method, done }: { readonly method: 'logs/clear' | 'logs/reopen'; readonly done: string },
): Promise<0> {
  return withSupervisor<0>(world, async (client) => {
    const targets = targetsOf([target], client.snapshot, world.cwd);
    const { instances } = await client.request(method, { targets });
    const names = numbered(client.snapshot).flatMap(({ id, name }) => (instances.includes(id) ? [name] : []));
    const what =
      names.length === 0 ? 'There are no logs here.' : `The logs of ${names.join(', ')} are ${done}.`;
    world.stdout.write(`${what}\n`);
    return 0;
  });
}

export function addFlush({ program, world, run }: CommandLine): void {
  program
    .command('flush')
    .description('empty the log files of apps or instances')
    .argument('[target]', targetsHelp, 'all')
    .action((target: string) => run(flush(world, target)));
}

export function addReloadLogs({ program, world, run }: CommandLine): void {
  program
    .command('reloadLogs')
    .description('open log files anew, after logrotate or the like has moved them away')
    .argument('[target]', targetsHelp, 'all')
    .action((target: string) => run(reloadLogs(world, target)));
}
