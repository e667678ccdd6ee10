import { InvalidArgumentError } from 'commander';
import type { ScaleAmount } from '../../client/scaleAmount.ts';
import { withProgress } from '../progress.ts';
import { withSupervisor } from '../reachSupervisor.ts';
import { showOutcomes } from '../showOutcomes.ts';
import type { World } from '../world.ts';
import { parseScaleAmount } from '../../client/scaleAmount.ts';
import type { CommandLine } from '../commandLine.ts';
import type { WaitOptions } from '../options.ts';
import { addWait, waitOf } from '../options.ts';

export interface ScaleFlags {
  readonly wait: boolean;
  readonly waitTimeoutMs?: number;
}

/** Gives an app another number of instances. */
export function scale(world: World, app: string, amount: ScaleAmount, flags: ScaleFlags): Promise<0 | 1> {
  return withSupervisor(world, async (client) => {
    const { outcomes } = await withProgress(world, client, () =>
      client.request('apps/scale', { targets: [app], ...amount, ...flags }),
    );
    return showOutcomes(world, client, outcomes);
  });
}

function scaleAmount(text: string): ScaleAmount {
  const amount = parseScaleAmount(text);
  if (amount === undefined) throw new InvalidArgumentError('It must be a number such as 4, +2 or -1.');
  return amount;
}

export function addScale({ program, world, run }: CommandLine): void {
  addWait(program.command('scale'))
    .description('change how many instances an app has')
    .argument('<app>', 'app')
    .argument('<n|+n|-n>', 'so many instances, or so many more or less', scaleAmount)
    .action((app: string, amount: ScaleAmount, options: WaitOptions) =>
      run(scale(world, app, amount, waitOf(options))),
    );
}
