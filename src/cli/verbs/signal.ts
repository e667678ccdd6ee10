import type { SignalName } from '../../protocol/signals.ts';
import { withSupervisor } from '../reachSupervisor.ts';
import { reportOutcomes } from '../reportOutcomes.ts';
import { targetsOf } from '../targets.ts';
import type { World } from '../world.ts';

/** Sends a signal to the own processes of instances. */
export function signal(world: World, name: SignalName, targets: readonly string[]): Promise<0 | 1> {
  return withSupervisor(world, async (client) => {
    const chosen = targetsOf(targets, client.snapshot, world.cwd);
    const { outcomes } = await client.request('instances/signal', { targets: chosen, signal: name });
    const reached = outcomes.filter(({ ok }) => ok).length;
    if (reached > 0) {
      world.stdout.write(`${name} was sent to ${reached === 1 ? '1 instance' : `${reached} instances`}.\n`);
    }
    return reportOutcomes(world, outcomes, client.snapshot);
  });
}
