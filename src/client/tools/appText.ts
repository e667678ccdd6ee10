import { maskSecrets } from '../../protocol/looksSecret.ts';
import type { AppInfo, InstanceInfo } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';

/** `web: online, 2 of 2 instances, port 3000, DEV_MODE`. */
export function appLine(app: AppInfo): string {
  const facts = [
    app.status,
    app.wanted ? `${app.online} of ${app.instances} instances online` : '',
    app.port === null ? '' : `port ${app.port}`,
    app.runMode === 'dev' && app.wanted ? 'DEV_MODE' : '',
    app.watch && app.wanted ? 'restarts when files change' : '',
    app.pending.length > 0 ? 'its ecosystem file has changed since it was started' : '',
    app.listed ? '' : 'no longer in its ecosystem file',
  ];
  return `${app.name}: ${facts.filter((fact) => fact !== '').join(', ')}`;
}

/** `web-0: online, pid 4000, port 3000, since 2026-01-01T10:00:00.000Z`. */
export function instanceLine({ name, ...instance }: InstanceInfo): string {
  const { status, pid, port, startedAt, restarts, health, held, exit, problem } = instance;
  const facts = [
    status,
    pid === null ? '' : `pid ${pid}`,
    port === null ? '' : `port ${port}`,
    startedAt === null ? '' : `since ${new Date(startedAt).toISOString()}`,
    restarts === 0 ? '' : `restarted ${restarts}×`,
    health === null ? '' : `health ${health}`,
    held ? 'held by a debugger' : '',
    exit === null || pid !== null ? '' : `last exit ${exit.signal ?? `code ${exit.code ?? 'unknown'}`}`,
    problem === null ? '' : maskSecrets(describeProblem(problem)),
  ];
  return `${name}: ${facts.filter((fact) => fact !== '').join(', ')}`;
}

/** Where an app is to be reached, and as which processes: `port 3000, pid 4000`. */
export function placeOf(instances: readonly InstanceInfo[]): string {
  const ports = [...new Set(instances.flatMap(({ port }) => port ?? []))];
  const pids = instances.flatMap(({ pid }) => pid ?? []);
  const facts = [
    ...(ports.length === 0 ? [] : [`${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}`]),
    ...(pids.length === 0 ? [] : [`pid ${pids.join(', ')}`]),
  ];
  return facts.join(', ');
}

/** The facts of an instance for programs. */
export function instanceData({ name, status, pid, port, restarts }: InstanceInfo) {
  return { name, status, pid, port, restarts };
}
