import type { SupervisorClient } from '../client/supervisorClient.ts';
import type { Outcome } from '../protocol/contract.ts';
import { printInstances } from './printInstances.ts';
import { reportOutcomes } from './reportOutcomes.ts';
import type { World } from './world.ts';

/** Shows the apps that a request was about as they are after it, and what failed. Returns the exit code. */
export async function showOutcomes(
  world: World,
  client: SupervisorClient,
  outcomes: readonly Outcome[],
): Promise<0 | 1> {
  const { snapshot } = await client.request('snapshot', {});
  const ids = new Set(outcomes.map(({ app }) => app));
  const apps = snapshot.apps.filter((app) => ids.has(app.id));
  printInstances(world, apps, { snapshot, metrics: [] });
  return reportOutcomes(world, outcomes, snapshot);
}
