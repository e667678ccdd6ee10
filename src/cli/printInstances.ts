import path from 'node:path';
import type { AppInfo, MetricsRow, Snapshot } from '../protocol/model.ts';
import { describeProblem } from '../protocol/problems.ts';
import { painterFor } from './colours.ts';
import { instanceColumns, instanceRows } from './instanceTable.ts';
import { renderTable } from './table.ts';
import type { World } from './world.ts';

/** The table of these apps, and below it a sentence for each that has a problem. */
export function printInstances(
  world: World,
  apps: readonly AppInfo[],
  { snapshot, metrics }: { readonly snapshot: Snapshot; readonly metrics: readonly MetricsRow[] },
): void {
  const paint = painterFor(world.stdout, world.env);
  const width = world.stdout.isTTY === true ? (world.stdout.columns ?? null) : null;
  const files = new Set(apps.map((app) => app.file));
  for (const file of files) {
    const own = apps.filter((app) => app.file === file);
    if (files.size > 1) {
      const name = file === null ? 'without a file' : path.relative(world.cwd, file);
      world.stdout.write(`${paint('cyan', name)}\n`);
    }
    const rows = instanceRows(own, snapshot, { metrics, now: world.now() });
    for (const line of renderTable(instanceColumns, rows, { width, paint })) world.stdout.write(`${line}\n`);
    if (files.size > 1) world.stdout.write('\n');
  }
  const ids = new Set(apps.map((app) => app.id));
  for (const { app, name, problem } of snapshot.instances) {
    if (problem === null || !ids.has(app)) continue;
    world.stdout.write(
      `${paint(problem.severity === 'error' ? 'red' : 'yellow', name)}: ${describeProblem(problem)}\n`,
    );
  }
}
