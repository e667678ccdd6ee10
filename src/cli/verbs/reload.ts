import { withProgress } from '../progress.ts';
import { withSupervisor } from '../reachSupervisor.ts';
import { showOutcomes } from '../showOutcomes.ts';
import { targetsOf } from '../targets.ts';
import type { World } from '../world.ts';
import type { RestartFlags, RestartOptions } from './restart.ts';
import type { CommandLine } from '../commandLine.ts';
import type { WaitOptions } from '../options.ts';
import {
  environmentOf,
  parallelHelp,
  parallelOf,
  positiveNumber,
  profileHelp,
  profileOf,
  targetsHelp,
  updateEnvHelp,
} from '../options.ts';

/** Replaces instances without an interruption where they share their port, and restarts the others. */
export function reload(
  world: World,
  targets: readonly string[],
  flags: Pick<RestartFlags, 'env' | 'profile' | 'parallel'>,
): Promise<0 | 1> {
  return withSupervisor(world, async (client) => {
    const chosen = targetsOf(targets, client.snapshot, world.cwd);
    const { outcomes } = await withProgress(world, client, () =>
      client.request('apps/reload', { targets: chosen, ...flags }),
    );
    return showOutcomes(world, client, outcomes);
  });
}

export function addReload({ program, world, run }: CommandLine): void {
  program
    .command('reload')
    .description('replace the instances of a cluster, the first one before the others, with no request lost')
    .argument('<target...>', targetsHelp)
    .option('--env <profile>', profileHelp)
    .option('--parallel <n>', parallelHelp, positiveNumber)
    .option('--update-env', updateEnvHelp, false)
    .action((targets: string[], options: Omit<RestartOptions, keyof WaitOptions>) =>
      run(
        reload(world, targets, {
          ...profileOf(options),
          ...parallelOf(options),
          ...environmentOf(options, world),
        }),
      ),
    );
}
