import type { InstanceInfo, Snapshot } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { numbered } from '../numbered.ts';
import { withSupervisor } from '../reachSupervisor.ts';
import { selectInstances } from '../selectInstances.ts';
import { targetsOf } from '../targets.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';
import type { JsonOptions } from '../options.ts';
import { jsonHelp, targetsHelp } from '../options.ts';

/** Prints the process ids of what runs, one on each line. Returns 1 when nothing of it does. */
export function pid(world: World, target: string, { json }: JsonOptions): Promise<0 | 1> {
  return withSupervisor(world, async ({ snapshot }) => {
    const pids = chosen(target, snapshot, world.cwd).flatMap((one) => one.pid ?? []);
    print(world, pids, json);
    return pids.length === 0 ? 1 : 0;
  });
}

/** Prints the places of instances among all, which stand for them in selectors, one on each line. */
export function id(world: World, target: string, { json }: JsonOptions): Promise<0> {
  return withSupervisor<0>(world, async ({ snapshot }) => {
    const own = new Set(chosen(target, snapshot, world.cwd).map((one) => one.id));
    const places = numbered(snapshot).flatMap((one, place) => (own.has(one.id) ? [place] : []));
    print(world, places, json);
    return 0;
  });
}

function chosen(target: string, snapshot: Snapshot, cwd: string): readonly InstanceInfo[] {
  const found = selectInstances(targetsOf([target], snapshot, cwd), snapshot);
  if ('problem' in found) throw new UserError(describeProblem(found.problem));
  return found.instances;
}

function print(world: World, numbers: readonly number[], json: boolean): void {
  world.stdout.write(json ? `${JSON.stringify(numbers)}\n` : numbers.map((one) => `${one}\n`).join(''));
}

export function addPid({ program, world, run }: CommandLine): void {
  program
    .command('pid')
    .description('print process ids')
    .argument('[target]', targetsHelp, 'all')
    .option('--json', jsonHelp, false)
    .action((target: string, options: JsonOptions) => run(pid(world, target, options)));
}

export function addId({ program, world, run }: CommandLine): void {
  program
    .command('id')
    .description('print the numbers that stand for instances, as in PM2')
    .argument('<target>', targetsHelp)
    .option('--json', jsonHelp, false)
    .action((target: string, options: JsonOptions) => run(id(world, target, options)));
}
