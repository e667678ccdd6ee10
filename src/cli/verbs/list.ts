import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { MetricsRow, Problem, Snapshot } from '../../protocol/model.ts';
import { describeChanges } from '../../protocol/pendingChanges.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { problemLine } from '../describe.ts';
import { findFolder } from '../findFolder.ts';
import { instancesOf } from '../instanceTable.ts';
import { printInstances } from '../printInstances.ts';
import { noSupervisor } from '../reachSupervisor.ts';
import type { World } from '../world.ts';

/** How long the answer waits for a measurement; a supervisor that measures does so once a second. */
const metricsTimeoutMs = 2000;

/** Shows every app and instance that the supervisor knows. Where none runs, that is the answer, not a failure. */
export async function list(world: World, { json }: { readonly json: boolean }): Promise<0> {
  const { folder, client } = await findFolder(world);
  if (client === null) {
    world.stdout.write(json ? '[]\n' : `${noSupervisor(folder)}\n`);
    return 0;
  }
  try {
    const metrics = await measure(client);
    const { snapshot } = client;
    if (json) {
      const document = describeApps(snapshot, metrics, world.now());
      world.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
      return 0;
    }
    if (snapshot.apps.length === 0) world.stdout.write('There are no apps here.\n');
    else printInstances(world, snapshot.apps, { snapshot, metrics });
    for (const { name, problem } of snapshot.instances) {
      if (problem !== null) world.stdout.write(`${name}: ${describeProblem(problem)}\n`);
    }
    const changed = snapshot.apps.filter(({ pending }) => pending.length > 0);
    for (const { name, pending } of changed) {
      world.stdout.write(`${describeChanges(name, pending)}. "drover start" applies it.\n`);
    }
    const problems = [...snapshot.files, ...snapshot.apps].flatMap((one) => one.problems);
    for (const line of new Set(problems.map((problem) => problemLine(problem, world.cwd)))) {
      world.stderr.write(`${line}\n`);
    }
    return 0;
  } finally {
    client.dispose();
  }
}

/**
 * A measurement of what runs; none when it does not come in time. The first one after nobody watched has no CPU
 * yet, which is a difference between two: then it is the second.
 */
async function measure(client: SupervisorClient): Promise<readonly MetricsRow[]> {
  if (client.snapshot.instances.every(({ pid }) => pid === null)) return [];
  let latest: readonly MetricsRow[] = [];
  let samples = 0;
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    client.onMetrics(({ rows }) => {
      latest = rows;
      samples += 1;
      if (samples === 2 || rows.some(({ cpu }) => cpu > 0)) resolve();
    });
    client.onDidClose(resolve);
    timer = setTimeout(resolve, metricsTimeoutMs);
  });
  await client.request('metrics/watch', { on: true });
  await enough;
  clearTimeout(timer);
  return latest;
}

/** The document of `--json`: apps as the supervisor tells them, each with its instances and their usage. */
function describeApps({ apps, instances }: Snapshot, metrics: readonly MetricsRow[], now: number) {
  const measured = new Map(metrics.map((row) => [row.instance, row]));
  return apps.map((app) => ({
    ...app,
    problems: app.problems.map(withMessage),
    instances: instancesOf(app, instances).map((instance) => {
      const { app: _app, ...rest } = instance;
      return {
        ...rest,
        problem: instance.problem === null ? null : withMessage(instance.problem),
        uptimeMs: instance.startedAt === null ? null : Math.max(0, now - instance.startedAt),
        cpu: measured.get(instance.id)?.cpu ?? null,
        memory: measured.get(instance.id)?.memory ?? null,
      };
    }),
  }));
}

function withMessage(problem: Problem) {
  return { ...problem, message: describeProblem(problem) };
}
