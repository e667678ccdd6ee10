import { withProgress } from '../progress.ts';
import { withSupervisor } from '../reachSupervisor.ts';
import { showOutcomes } from '../showOutcomes.ts';
import { targetsOf } from '../targets.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';
import type { ParallelOptions, WaitOptions } from '../options.ts';
import {
  addWait,
  devHelp,
  devOf,
  environmentOf,
  noDevHelp,
  noWatchHelp,
  parallelHelp,
  parallelOf,
  positiveNumber,
  profileHelp,
  profileOf,
  targetsHelp,
  updateEnvHelp,
  waitOf,
  watchHelp,
  watchOf,
} from '../options.ts';

export interface RestartFlags {
  readonly wait: boolean;
  readonly waitTimeoutMs?: number;
  readonly env?: Record<string, string>;
  readonly profile?: string;
  readonly dev?: boolean;
  readonly watch?: boolean;
  readonly parallel?: number;
}

/**
 * Restarts what the targets name, as it was started: the environment of this shell replaces the apps' only where
 * `env` brings it, as in PM2.
 */
export function restart(world: World, targets: readonly string[], flags: RestartFlags): Promise<0 | 1> {
  return withSupervisor(world, async (client) => {
    const chosen = targetsOf(targets, client.snapshot, world.cwd);
    const { outcomes } = await withProgress(world, client, () =>
      client.request('apps/restart', { targets: chosen, ...flags }),
    );
    return showOutcomes(world, client, outcomes);
  });
}

export interface RestartOptions extends WaitOptions, ParallelOptions {
  readonly env?: string;
  readonly dev?: boolean;
  readonly watch?: boolean;
  readonly updateEnv: boolean;
}

export function addRestart({ program, world, run }: CommandLine): void {
  addWait(program.command('restart'))
    .description('restart apps or instances')
    .argument('<target...>', targetsHelp)
    .option('--env <profile>', profileHelp)
    .option('--dev', devHelp)
    .option('--no-dev', noDevHelp)
    .option('--parallel <n>', parallelHelp, positiveNumber)
    .option('--watch', watchHelp)
    .option('--no-watch', noWatchHelp)
    .option('--update-env', updateEnvHelp, false)
    .action((targets: string[], options: RestartOptions) =>
      run(
        restart(world, targets, {
          ...waitOf(options),
          ...profileOf(options),
          ...devOf(options),
          ...parallelOf(options),
          ...watchOf(options),
          ...environmentOf(options, world),
        }),
      ),
    );
}
