import { instancesOf } from '../client/instancesOf.ts';
import { maskArguments, maskSecrets } from '../protocol/looksSecret.ts';
import type { InstanceInfo, MetricsRow, Problem, Snapshot } from '../protocol/model.ts';
import { describeProblem } from '../protocol/problems.ts';

/** The document of `--json`: apps as the supervisor tells them, less secrets, each with its instances and their usage. */
export function appDocuments({ apps, instances }: Snapshot, metrics: readonly MetricsRow[], now: number) {
  return apps.map((app) => ({
    ...app,
    script: maskSecrets(app.script),
    args: maskArguments(app.args),
    problems: app.problems.map(withMessage),
    instances: instancesOf(app, instances).map((instance) => instanceDocument(instance, metrics, now)),
  }));
}

function instanceDocument(instance: InstanceInfo, metrics: readonly MetricsRow[], now: number) {
  const { app: _app, ...rest } = instance;
  const measured = metrics.find((row) => row.instance === instance.id);
  return {
    ...rest,
    problem: instance.problem === null ? null : withMessage(instance.problem),
    uptimeMs: instance.startedAt === null ? null : Math.max(0, now - instance.startedAt),
    cpu: measured?.cpu ?? null,
    memory: measured?.memory ?? null,
  };
}

function withMessage(problem: Problem) {
  return { ...problem, message: describeProblem(problem) };
}
