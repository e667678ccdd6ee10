import type { AppInfo, InstanceInfo } from '../../protocol/model.ts';
import { isLive, isUnhealthy } from './presentation.ts';

/** What apps are put together by. */
export const groupings = ['none', 'namespace', 'file'] as const;
export type Grouping = (typeof groupings)[number];

/** The order of apps: as their files have them, by name, or those that run first. */
export const orders = ['file', 'name', 'status'] as const;
export type Order = (typeof orders)[number];

/** Which apps are shown. */
export const filters = ['all', 'running', 'problems'] as const;
export type Filter = (typeof filters)[number];

/** How the view arranges the apps of a folder. */
export interface Layout {
  readonly groupBy: Grouping;
  readonly sort: Order;
  readonly filter: Filter;
}

/** Sorts apps that come in the order of their files. */
export function sortApps(apps: readonly AppInfo[], order: Order): readonly AppInfo[] {
  switch (order) {
    case 'file':
      return apps;
    case 'name':
      return apps.toSorted((a, b) => compareNames(a.name, b.name));
    case 'status':
      return apps.toSorted((a, b) => rank(a) - rank(b));
  }
}

function compareNames(a: string, b: string): number {
  return a.localeCompare(b, undefined, { numeric: true });
}

/** What runs, then what should and gave up, then what is down. */
function rank({ status, online }: AppInfo): number {
  if (online > 0 || isLive(status)) return 0;
  return status === 'errored' ? 1 : 2;
}

/** Whether the filter shows the app. */
export function passes(app: AppInfo, instances: readonly InstanceInfo[], filter: Filter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'running':
      return instances.some(({ status }) => isLive(status));
    case 'problems':
      return (
        app.problems.some(({ severity }) => severity === 'error') ||
        instances.some((one) => isInTrouble(one, app.wanted))
      );
  }
}

function isInTrouble(instance: InstanceInfo, isWanted: boolean): boolean {
  const { status, problem } = instance;
  if (status === 'errored' || status === 'waiting restart' || isUnhealthy(instance)) return true;
  return isWanted && problem !== null;
}

/** A group and the apps in it, which are never none. */
export interface AppGroup {
  /** The namespace, or the absolute path of the ecosystem file; '' for apps that were started without one. */
  readonly name: string;
  readonly apps: readonly AppInfo[];
}

/** The groups that apps form; undefined where there would be only one, which says nothing. */
export function groupApps(apps: readonly AppInfo[], { groupBy, sort }: Layout): AppGroup[] | undefined {
  if (groupBy === 'none') return undefined;
  const nameOf = (app: AppInfo): string => (groupBy === 'namespace' ? app.namespace : (app.file ?? ''));
  const names = new Set(apps.map(nameOf));
  if (names.size < 2) return undefined;
  const groups = [...names].map((name) => ({ name, apps: apps.filter((app) => nameOf(app) === name) }));
  return sort === 'name' ? groups.sort((a, b) => compareNames(a.name, b.name)) : groups;
}
