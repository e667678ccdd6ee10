import { instancesOf } from '../client/instancesOf.ts';
import type { InstanceInfo, InstanceStatus, Snapshot } from '../protocol/model.ts';

/** What is said besides those that are online; those that are down are what is left. */
const underWay: readonly InstanceStatus[] = [
  'launching',
  'waiting',
  'reloading',
  'stopping',
  'waiting restart',
  'completed',
];

/**
 * How far these apps (by id) have come, in one line: `web 3/8 online, 1 launching, 0 errored`, those that are not all up
 * first. null when there are no two instances, which need no waiting for.
 */
export function progressText(apps: ReadonlySet<string>, { apps: all, instances }: Snapshot): string | null {
  const chosen = all.filter(({ id }) => apps.has(id));
  const groups = chosen.map((app) => ({ name: app.name, own: instancesOf(app, instances) }));
  if (groups.reduce((sum, { own }) => sum + own.length, 0) < 2) return null;
  const isUp = ({ own }: { own: readonly InstanceInfo[] }): boolean =>
    own.every(({ status }) => status === 'online' || status === 'completed');
  const ordered = [...groups.filter((one) => !isUp(one)), ...groups.filter(isUp)];
  return ordered.map(({ name, own }) => `${name} ${countsOf(own)}`).join('; ');
}

function countsOf(instances: readonly InstanceInfo[]): string {
  const count = (status: InstanceStatus): number => instances.filter((one) => one.status === status).length;
  const others = underWay.filter((status) => count(status) > 0).map((status) => `${count(status)} ${status}`);
  return [`${count('online')}/${instances.length} online`, ...others, `${count('errored')} errored`].join(
    ', ',
  );
}
