import { withSupervisor } from '../reachSupervisor.ts';
import { showOutcomes } from '../showOutcomes.ts';
import { targetsOf } from '../targets.ts';
import type { World } from '../world.ts';
import type { RestartFlags } from './restart.ts';

/** Replaces instances without an interruption where they share their port, and restarts the others. */
export function reload(
  world: World,
  targets: readonly string[],
  flags: Pick<RestartFlags, 'env' | 'profile' | 'parallel'>,
): Promise<0 | 1> {
  return withSupervisor(world, async (client) => {
    const chosen = targetsOf(targets, client.snapshot, world.cwd);
    const { outcomes } = await client.request('apps/reload', { targets: chosen, ...flags });
    return showOutcomes(world, client, outcomes);
  });
}
