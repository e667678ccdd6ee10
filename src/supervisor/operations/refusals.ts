import { portConflict } from '../../ecosystem/checkPorts.ts';
import { dependencyProblems } from '../../ecosystem/checkDependencies.ts';
import type { Problem } from '../../protocol/model.ts';
import type { App } from '../app.ts';

/**
 * Why some of the apps that are to be started must not be, found before anything starts: they wait for something
 * that cannot be, or want a port that an app which runs, or is started with them, has as well.
 */
export function refusals(starting: readonly App[], all: readonly App[]): ReadonlyMap<App, Problem> {
  const refused = new Map<App, Problem>();
  const holding = all.filter((app) => app.isUp && !starting.includes(app));
  for (const app of new Set(starting)) {
    const ofFile = all.filter((other) => other.spec.file === app.spec.file).map((other) => other.spec);
    const problem = dependencyProblems(ofFile).get(app.spec.name) ?? conflictOf(app, holding);
    if (problem === undefined) holding.push(app);
    else refused.set(app, problem);
  }
  return refused;
}

function conflictOf(app: App, holding: readonly App[]): Problem | undefined {
  if (app.isUp) return undefined;
  for (const other of holding) {
    const port = portConflict(wantedPort(app), wantedPort(other));
    if (port === null) continue;
    const data = { port: String(port), app: other.name, other: app.name };
    return { code: 'port-conflict', severity: 'error', data };
  }
  return undefined;
}

function wantedPort({ plan }: App): Parameters<typeof portConflict>[0] {
  const { socket, spec, instances } = plan;
  return { port: socket === null ? spec.port : { kind: 'single', port: socket.port }, instances };
}
