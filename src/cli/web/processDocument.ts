import { instancesOf } from '../../client/instancesOf.ts';
import { maskArguments, maskSecrets } from '../../protocol/looksSecret.ts';
import type { AppInfo, InstanceInfo, MetricsRow, Snapshot } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';

/** What was measured last, by instance id. */
export type Usage = ReadonlyMap<string, Pick<MetricsRow, 'cpu' | 'memory'>>;

/** What only the answer about one process has. */
export interface ProcessDetails {
  /** With secrets masked. */
  readonly env: Readonly<Record<string, string>>;
  readonly logFiles: readonly string[];
}

const noDetails: ProcessDetails = { env: {}, logFiles: [] };

/** One instance in the shape of PM2 and PMDaemon: `uptime` and `created_at` are the second of its launch. */
export function processDocument(
  app: AppInfo,
  instance: InstanceInfo,
  usage: Usage,
  { env, logFiles }: ProcessDetails = noDetails,
) {
  const { cpu = null, memory = null } = (instance.pid === null ? undefined : usage.get(instance.id)) ?? {};
  const launched = instance.startedAt === null ? null : Math.floor(instance.startedAt / 1000);
  const { namespace } = app;
  const { id: pm_id, name, status, port, restarts: restart_time } = instance;
  return {
    kind: 'instance' as const,
    pm_id,
    name,
    app: app.name,
    app_id: app.id,
    instance: instance.index,
    namespace,
    pid: instance.pid,
    status,
    health: instance.health,
    uptime: launched,
    created_at: launched,
    restart_time,
    cpu,
    memory,
    port,
    exit_code: instance.exit?.code ?? null,
    error: instance.problem === null ? null : maskSecrets(describeProblem(instance.problem)),
    log_files: logFiles,
    monit: { memory, cpu },
    pm2_env: {
      name,
      namespace,
      exec_mode: app.sharing === 'none' ? ('fork' as const) : ('cluster' as const),
      pm_exec_path: app.script,
      pm_cwd: app.cwd,
      args: maskArguments(app.args),
      env,
      pm_id,
      restart_time,
      status,
      port,
    },
  };
}

export type ProcessDocument = ReturnType<typeof processDocument>;

/** An app that has not exactly one instance, with all of them. */
export function appDocument(app: AppInfo, { instances }: Snapshot, usage: Usage) {
  const own = instancesOf(app, instances);
  return {
    kind: 'app' as const,
    id: app.id,
    name: app.name,
    namespace: app.namespace,
    status: app.status,
    instances: app.instances,
    online: app.online,
    port: app.port,
    error: app.problems.map((problem) => maskSecrets(describeProblem(problem))).join(' ') || null,
    processes: own.map((instance) => processDocument(app, instance, usage)),
  };
}

/** Every instance of the snapshot, or of one namespace, in the order of apps and indexes. */
export function processDocuments(snapshot: Snapshot, usage: Usage, namespace?: string): ProcessDocument[] {
  return snapshot.apps
    .filter((app) => namespace === undefined || app.namespace === namespace)
    .flatMap((app) =>
      instancesOf(app, snapshot.instances).map((instance) => processDocument(app, instance, usage)),
    );
}
