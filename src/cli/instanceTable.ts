import { awaitedApps } from '../client/awaitedApps.ts';
import { instancesOf } from '../client/instancesOf.ts';
import { watchMark } from '../client/watchMark.ts';
import type { AppInfo, Health, InstanceStatus, MetricsRow, Snapshot } from '../protocol/model.ts';
import { isReloadFailure } from '../protocol/reloadFailure.ts';
import { formatBytes, formatCpu, formatDuration } from './amounts.ts';
import type { Colour } from './colours.ts';
import type { Cell, Column } from './table.ts';

export const instanceColumns: readonly Column[] = [
  { title: 'name', shrinks: true },
  { title: 'status' },
  { title: 'health', optional: true },
  { title: 'note', shrinks: true, optional: true },
  { title: 'pid', align: 'right', dropOrder: 1 },
  { title: 'port', align: 'right' },
  { title: 'restarts', align: 'right', dropOrder: 3 },
  { title: 'uptime', align: 'right', dropOrder: 2 },
  { title: 'cpu', align: 'right', dropOrder: 4 },
  { title: 'memory', align: 'right', dropOrder: 5 },
];

export const statusColours: Readonly<Record<InstanceStatus, Colour>> = {
  stopped: 'brightBlack',
  launching: 'blue',
  online: 'green',
  stopping: 'yellow',
  'waiting restart': 'yellow',
  errored: 'red',
  waiting: 'blue',
  reloading: 'blue',
  completed: 'brightBlack',
};

const healthColours: Readonly<Record<Health, Colour>> = {
  unknown: 'brightBlack',
  healthy: 'green',
  unhealthy: 'red',
};

/** One row for each instance of these apps; an app that has none yet has a row of its own. */
export function instanceRows(
  apps: readonly AppInfo[],
  { apps: all, instances }: Snapshot,
  { metrics, now }: { readonly metrics: readonly MetricsRow[]; readonly now: number },
): Cell[][] {
  const measured = new Map(metrics.map((row) => [row.instance, row]));
  return apps.flatMap((app) => {
    const own = instancesOf(app, instances);
    if (own.length === 0) return [[{ text: app.name }, statusCell(app.status), { text: '' }, noteCell(app)]];
    const awaited = awaitedApps(app, all);
    return own.map((instance) => {
      const usage = measured.get(instance.id);
      return [
        { text: instance.name },
        statusCell(instance.status),
        healthCell(instance.health),
        noteCell(app, instance.status === 'waiting' ? awaited : []),
        { text: numberOrNone(instance.pid) },
        { text: numberOrNone(instance.port) },
        { text: String(instance.restarts) },
        { text: instance.startedAt === null ? '' : formatDuration(now - instance.startedAt) },
        { text: usage === undefined ? '' : formatCpu(usage.cpu) },
        { text: usage === undefined ? '' : formatBytes(usage.memory) },
      ];
    });
  });
}

function statusCell(status: InstanceStatus): Cell {
  return { text: status, colour: statusColours[status] };
}

function healthCell(health: Health | null): Cell {
  return health === null ? { text: '' } : { text: health, colour: healthColours[health] };
}

/** What is to be known beside the status: what it waits for, and how its app differs from its file. */
function noteCell(app: AppInfo, awaited: readonly string[] = []): Cell {
  const notes = [
    ...(awaited.length > 0 ? [`for ${awaited.join(', ')}`] : []),
    ...(app.listed ? [] : ['not in the file']),
    ...(app.runMode === 'dev' && app.wanted ? ['DEV_MODE'] : []),
    ...(app.wanted ? [watchMark(app) ?? []].flat() : []),
    ...(app.isNew ? ['new'] : []),
    ...(app.pending.length > 0 ? ['changed'] : []),
    ...(app.problems.some(isReloadFailure) ? ['reload failed'] : []),
  ];
  return { text: notes.join(', '), colour: 'yellow' };
}

function numberOrNone(value: number | null): string {
  return value === null ? '' : String(value);
}
