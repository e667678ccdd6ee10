import type { AppSpec } from './appSpec.ts';
import type { Report } from './report.ts';
import { suggest } from './suggest.ts';

/** Reports names in `depends_on` that no app of the file has, and apps that wait for each other in a circle. */
export function checkDependencies(apps: readonly AppSpec[], report: Report): void {
  const byName = new Map(apps.map((app) => [app.name, app]));
  for (const app of apps) {
    for (const name of Object.keys(app.dependsOn)) {
      if (byName.has(name)) continue;
      const near = suggest(name, byName.keys());
      const suggestion = near === undefined ? '' : ` Did you mean "${near}"?`;
      const data = { app: app.name, name, suggestion };
      report('dependency-unknown', data, { severity: 'warning', path: [], app: app.name });
    }
  }
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    const start = trail.indexOf(name);
    if (start !== -1) {
      const circle = [...trail.slice(start), name].join(', ');
      report('dependency-circle', { circle }, { severity: 'error', path: [], app: name });
    } else if (!done.has(name)) {
      for (const next of Object.keys(byName.get(name)?.dependsOn ?? {})) visit(next, [...trail, name]);
      done.add(name);
    }
  };
  for (const app of apps) visit(app.name, []);
}
