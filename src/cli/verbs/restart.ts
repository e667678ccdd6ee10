import { printInstances } from '../printInstances.ts';
import { withSupervisor } from '../reachSupervisor.ts';
import { reportOutcomes } from '../reportOutcomes.ts';
import { targetsOf } from '../targets.ts';
import type { World } from '../world.ts';

/**
 * Restarts what the targets name, as it was started: the environment of this shell replaces the apps' only with
 * `updateEnv`, as in PM2.
 */
export function restart(
  world: World,
  targets: readonly string[],
  flags: { readonly wait: boolean; readonly waitTimeoutMs?: number; readonly env?: Record<string, string> },
): Promise<0 | 1> {
  return withSupervisor(world, async (client) => {
    const chosen = targetsOf(targets, client.snapshot, world.cwd);
    const { outcomes } = await client.request('apps/restart', { targets: chosen, ...flags });
    const { snapshot } = await client.request('snapshot', {});
    const ids = new Set(outcomes.map(({ app }) => app));
    printInstances(
      world,
      snapshot.apps.filter((app) => ids.has(app.id)),
      { snapshot, metrics: [] },
    );
    return reportOutcomes(world, outcomes, snapshot);
  });
}
