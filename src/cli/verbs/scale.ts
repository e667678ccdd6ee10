import type { ScaleAmount } from '../../client/scaleAmount.ts';
import { withSupervisor } from '../reachSupervisor.ts';
import { showOutcomes } from '../showOutcomes.ts';
import type { World } from '../world.ts';

export interface ScaleFlags {
  readonly wait: boolean;
  readonly waitTimeoutMs?: number;
}

/** Gives an app another number of instances. */
export function scale(world: World, app: string, amount: ScaleAmount, flags: ScaleFlags): Promise<0 | 1> {
  return withSupervisor(world, async (client) => {
    const { outcomes } = await client.request('apps/scale', { targets: [app], ...amount, ...flags });
    return showOutcomes(world, client, outcomes);
  });
}
