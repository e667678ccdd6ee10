import { awaitedApps } from '../client/awaitedApps.ts';
import { instancesOf } from '../client/instancesOf.ts';
import { watchMark } from '../client/watchMark.ts';
import type { AppInfo, Health, InstanceStatus, MetricsRow, Snapshot } from '../protocol/model.ts';
import { isReloadFailure } from '../protocol/reloadFailure.ts';
import { formatBytes, formatCpu, formatDuration } from './amounts.ts';
import type { Colour } from './colours.ts';
import type { Row, Sort } from './sortRows.ts';
import { sortRows } from './sortRows.ts';
import type { Cell, Column } from './table.ts';

export const instanceColumns: readonly Column[] = [
  { title: 'name', shrinks: 'middle' },
  { title: 'status' },
  { title: 'health', optional: true, dropOrder: 4 },
  { title: 'note', shrinks: true, optional: true },
  { title: 'pid', align: 'right', dropOrder: 6 },
  { title: 'port', align: 'right', dropOrder: 1 },
  { title: 'restarts', short: '↺', align: 'right', dropOrder: 3 },
  { title: 'uptime', short: 'up', align: 'right', dropOrder: 5 },
  { title: 'cpu', align: 'right', dropOrder: 2 },
  { title: 'memory', short: 'mem', align: 'right', dropOrder: 2 },
];

/** The columns of `drover list --mini-list`. */
export const miniColumns: readonly string[] = ['name', 'status', 'cpu', 'memory'];

export const statusColours: Readonly<Record<InstanceStatus, Colour>> = {
  stopped: 'red',
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

interface RowOptions {
  readonly metrics: readonly MetricsRow[];
  /** Epoch milliseconds. */
  readonly now: number;
  /** App by app when absent. */
  readonly sort?: Sort | undefined;
}

/** One row for each instance of these apps; an app that has none yet has a row of its own. */
export function instanceRows(
  apps: readonly AppInfo[],
  { apps: all, instances }: Snapshot,
  { metrics, now, sort }: RowOptions,
): Cell[][] {
  const measured = new Map(metrics.map((row) => [row.instance, row]));
  const rows = apps.flatMap((app): Row[] => {
    const own = instancesOf(app, instances);
    if (own.length === 0) return [{ app, instance: undefined, usage: undefined }];
    return own.map((instance) => ({ app, instance, usage: measured.get(instance.id) }));
  });
  const sorted = sort === undefined ? rows : sortRows(rows, sort);
  return sorted.map(({ app, instance, usage }) => {
    if (instance === undefined) {
      return [{ text: app.name }, statusCell(app.status), { text: '' }, noteCell(app)];
    }
    return [
      { text: instance.name },
      statusCell(instance.status),
      healthCell(instance.health),
      noteCell(app, instance.status === 'waiting' ? awaitedApps(app, all) : []),
      { text: numberOrNone(instance.pid) },
      { text: numberOrNone(instance.port) },
      { text: String(instance.restarts) },
      { text: instance.startedAt === null ? '' : formatDuration(now - instance.startedAt) },
      { text: usage === undefined ? '' : formatCpu(usage.cpu) },
      { text: usage === undefined ? '' : formatBytes(usage.memory) },
    ];
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
