import type { AppInfo, InstanceInfo, InstanceStatus, Snapshot } from '../../protocol/model.ts';
import type { Usage } from './processDocument.ts';

export interface MeasuredSupervisor {
  readonly version: string;
  readonly pid: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly snapshot: Snapshot;
}

type Labels = Readonly<Record<string, string>>;

interface Family {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
  readonly samples: readonly { readonly labels: Labels; readonly value: number | null }[];
}

/** What Prometheus scrapes, in text format 0.0.4. Without a supervisor only that there is none. */
export function metricsText(supervisor: MeasuredSupervisor | undefined, usage: Usage, now: number): string {
  const up: Family = {
    name: 'drover_supervisor_up',
    type: 'gauge',
    help: 'Whether a supervisor runs for the folder.',
    samples: [{ labels: {}, value: supervisor === undefined ? 0 : 1 }],
  };
  const families = supervisor === undefined ? [up] : [up, ...familiesOf(supervisor, usage, now)];
  return families.map(render).join('');
}

function familiesOf(supervisor: MeasuredSupervisor, usage: Usage, now: number): Family[] {
  const { version, pid, startedAt, snapshot } = supervisor;
  const apps = new Map(snapshot.apps.map((app) => [app.id, app]));
  const all = snapshot.instances.flatMap((instance) => {
    const app = apps.get(instance.app);
    return app === undefined ? [] : [{ instance, labels: labelsOf(app, instance) }];
  });
  const each = (valueOf: (instance: InstanceInfo) => number | null): Family['samples'] =>
    all.map(({ instance, labels }) => ({ labels, value: valueOf(instance) }));
  const running = (instance: InstanceInfo) => (instance.pid === null ? undefined : usage.get(instance.id));
  return [
    {
      name: 'drover_supervisor_info',
      type: 'gauge',
      help: 'The supervisor that runs.',
      samples: [{ labels: { version, pid: String(pid) }, value: 1 }],
    },
    {
      name: 'drover_supervisor_start_time_seconds',
      type: 'gauge',
      help: 'When the supervisor was started, in seconds since 1970.',
      samples: [{ labels: {}, value: startedAt / 1000 }],
    },
    {
      name: 'drover_instance_up',
      type: 'gauge',
      help: 'Whether the instance is online.',
      samples: each(({ status }) => (status === 'online' ? 1 : 0)),
    },
    {
      name: 'drover_instance_status',
      type: 'gauge',
      help: 'The status of the instance: 1 for the one that it has.',
      samples: all.flatMap(({ instance, labels }) =>
        statuses.map((status) => ({
          labels: { ...labels, status },
          value: instance.status === status ? 1 : 0,
        })),
      ),
    },
    {
      name: 'drover_instance_restarts_total',
      type: 'counter',
      help: 'Restarts since the app was last started by hand.',
      samples: each(({ restarts }) => restarts),
    },
    {
      name: 'drover_instance_uptime_seconds',
      type: 'gauge',
      help: 'How long the process of the instance has been running.',
      samples: each(({ startedAt: since }) => (since === null ? null : Math.max(0, now - since) / 1000)),
    },
    {
      name: 'drover_instance_cpu_percent',
      type: 'gauge',
      help: 'CPU used by the processes of the instance, in percent of one core.',
      samples: each((instance) => running(instance)?.cpu ?? null),
    },
    {
      name: 'drover_instance_memory_bytes',
      type: 'gauge',
      help: 'Resident memory of the processes of the instance.',
      samples: each((instance) => running(instance)?.memory ?? null),
    },
  ];
}

const every: Readonly<Record<InstanceStatus, true>> = {
  stopped: true,
  launching: true,
  online: true,
  stopping: true,
  'waiting restart': true,
  errored: true,
  waiting: true,
  reloading: true,
  completed: true,
};
const statuses = Object.keys(every);

/** Names may come twice, in two ecosystem files; ids do not. */
function labelsOf(app: AppInfo, { id, name, port }: InstanceInfo): Labels {
  return {
    app: app.name,
    instance: name,
    namespace: app.namespace,
    port: port === null ? '' : String(port),
    id,
  };
}

function render({ name, type, help, samples }: Family): string {
  const lines = samples.flatMap(({ labels, value }) =>
    value === null ? [] : [`${name}${renderLabels(labels)} ${value}\n`],
  );
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function renderLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
