import path from 'node:path';
import type { AppInfo, MetricsRow, Snapshot } from '../protocol/model.ts';
import { painterFor } from './colours.ts';
import { instanceColumns, instanceRows } from './instanceTable.ts';
import { renderTable } from './table.ts';
import type { World } from './world.ts';

/** The tables of these apps, one for each ecosystem file. */
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
}
