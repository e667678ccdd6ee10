import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { Outcome } from '../../protocol/contract.ts';
import { maskSecrets } from '../../protocol/looksSecret.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { processDocument } from './processDocument.ts';
import { Refusal } from './refusal.ts';
import type { Reply, Services } from './route.ts';

/** An operation that the supervisor has answered. */
interface Done {
  readonly client: SupervisorClient;
  readonly id: string;
  readonly outcomes: readonly Outcome[];
  readonly services: Services;
}

/** Tells what has become of what was named. Throws a `Refusal` when something of it failed. */
export function done({ client, id, outcomes, services }: Done, verb: string): Reply {
  const { snapshot } = client;
  const names = new Map([...snapshot.apps, ...snapshot.instances].map((one) => [one.id, one.name]));
  const nameOf = ({ app, instance }: Outcome): string => names.get(instance ?? app) ?? instance ?? app;
  const failed = outcomes.filter(({ ok }) => !ok);
  if (failed.length > 0) {
    const told = outcomes.map((outcome) => ({
      name: nameOf(outcome),
      ok: outcome.ok,
      message: outcome.ok ? null : reasonOf(outcome),
      output: outcome.output?.lines.map(({ text }) => text) ?? [],
    }));
    const message = failed.map((outcome) => `${nameOf(outcome)}: ${reasonOf(outcome)}`).join(' ');
    throw new Refusal('failed', message, { facts: { outcomes: told } });
  }
  const ids = new Set(outcomes.flatMap(({ app, instance }) => (instance === null ? [app] : [instance])));
  const apps = new Map(snapshot.apps.map((app) => [app.id, app]));
  const data = snapshot.instances
    .filter((instance) => ids.has(instance.id) || ids.has(instance.app))
    .flatMap((instance) => {
      const app = apps.get(instance.app);
      return app === undefined ? [] : [processDocument(app, instance, services.usage.latest)];
    });
  return { json: { success: true, message: `"${id}" ${verb}.`, data } };
}

function reasonOf({ problem }: Outcome): string {
  return problem === null ? 'It failed.' : maskSecrets(describeProblem(problem));
}
