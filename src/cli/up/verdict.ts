import type { AppInfo, InstanceInfo } from '../../protocol/model.ts';

export interface Watched {
  readonly apps: readonly AppInfo[];
  readonly instances: readonly InstanceInfo[];
  /** Ids of apps that a schedule starts again. */
  readonly scheduled: ReadonlySet<string>;
  /** Ids of apps that could not be started at all. */
  readonly unstartable: ReadonlySet<string>;
}

/** `goesOn`, or how all this ended: with status 0 when all of it was done or stopped, with 1 when something failed. */
export type Verdict =
  { readonly kind: 'goesOn' } | { readonly kind: 'over'; readonly failed: readonly string[] };

/**
 * Whether anything still runs, or will by itself. What watches its files, or has a schedule, comes back; what waits for
 * an app that is down does not.
 */
export function verdict({ apps, instances, scheduled, unstartable }: Watched): Verdict {
  const known = new Set(apps.map(({ id }) => id));
  const own = instances.filter(({ app }) => known.has(app));
  if (own.some(isActive) || apps.some(comesBack)) return { kind: 'goesOn' };
  const failed = own.filter(({ status }) => status === 'errored' || status === 'waiting');
  const never = apps.filter(({ id, status }) => unstartable.has(id) && status === 'stopped');
  return { kind: 'over', failed: [...failed, ...never].map(({ name }) => name) };

  function comesBack({ id, wanted, watch, status }: AppInfo): boolean {
    return scheduled.has(id) ? wanted || status === 'completed' : watch && status === 'errored';
  }
}

/** The apps that were given up, for whoever ends with the first of them. */
export function givenUp({ apps, instances, unstartable }: Watched): readonly string[] {
  const known = new Set(apps.map(({ id }) => id));
  const errored = instances.filter(({ app, status }) => known.has(app) && status === 'errored');
  const never = apps.filter(({ id, status }) => unstartable.has(id) && status === 'stopped');
  return [...errored, ...never].map(({ name }) => name);
}

function isActive({ status }: InstanceInfo): boolean {
  return status !== 'stopped' && status !== 'completed' && status !== 'errored' && status !== 'waiting';
}
