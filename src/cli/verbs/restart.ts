import { withSupervisor } from '../reachSupervisor.ts';
import { showOutcomes } from '../showOutcomes.ts';
import { targetsOf } from '../targets.ts';
import type { World } from '../world.ts';

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
    const { outcomes } = await client.request('apps/restart', { targets: chosen, ...flags });
    return showOutcomes(world, client, outcomes);
  });
}
