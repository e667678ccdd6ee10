import type { ExportedApp } from './exporter.ts';

/** The apps with each one behind those that it depends on, otherwise in their order. */
export function byDependencies(apps: readonly ExportedApp[]): readonly ExportedApp[] {
  const byName = new Map(apps.map((app) => [app.spec.name, app]));
  const sorted = new Set<ExportedApp>();
  const visiting = new Set<ExportedApp>();
  const visit = (app: ExportedApp): void => {
    // Of a circle the first one stays first.
    if (sorted.has(app) || visiting.has(app)) return;
    visiting.add(app);
    for (const name of Object.keys(app.spec.dependsOn)) {
      const needed = byName.get(name);
      if (needed !== undefined) visit(needed);
    }
    sorted.add(app);
  };
  for (const app of apps) visit(app);
  return [...sorted];
}
