import type { InstanceStatus } from '../protocol/model.ts';

/** Worst first: the app shows the first of these that any of its instances is in. */
const order: readonly InstanceStatus[] = [
  'errored',
  'waiting restart',
  'launching',
  'stopping',
  'reloading',
  'waiting',
  'online',
  'completed',
  'stopped',
];

/** The status of an app: the worst of its instances. */
export function appStatus(statuses: readonly InstanceStatus[]): InstanceStatus {
  return order.find((status) => statuses.includes(status)) ?? 'stopped';
}
