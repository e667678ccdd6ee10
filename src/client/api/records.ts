import type { Params } from '../../protocol/contract.ts';
import type { AppInfo, InstanceInfo, Snapshot } from '../../protocol/model.ts';
import { instancesOf } from '../instancesOf.ts';

/**
 * Names what to act on: an app (`web`), an instance (`web-2`), an id, a namespace, a `/pattern/` over names, the
 * absolute path of an ecosystem file, or `all`; several mean all of them.
 */
export type Selector = string | readonly string[];

/** An app as `drover list --json` shows it, with its instances by index. */
export interface DroverApp extends Omit<AppInfo, 'instances'> {
  readonly instances: readonly InstanceInfo[];
}

export interface ReloadOptions {
  /** Run with the variables of `env_<profile>`; null: with none of them; absent: as it ran last. */
  readonly profile?: string | null;
  /** The shell environment that the apps get instead of the one that they have. */
  readonly env?: Readonly<Record<string, string>>;
  /** So many instances at a time come up, the next when one is ready. */
  readonly parallel?: number;
}

export interface RunOptions extends ReloadOptions {
  /** In DEV_MODE, or as configured; null leaves it to DEV_MODE in the environment, and absent it stays as it was. */
  readonly dev?: boolean | null;
  /** Watching on or off; null leaves it to the file and DEV_MODE, and absent it stays as it was. */
  readonly watch?: boolean | null;
  /** False: resolves as soon as everything is launching. True by default: once every instance is online. */
  readonly wait?: boolean;
  /** How long `wait` waits. */
  readonly waitTimeoutMs?: number;
}

export interface StartOptions extends RunOptions {
  /** Also stops apps that their file does not name any more. */
  readonly prune?: boolean;
}

export function selectorsOf(selector: Selector): string[] {
  return typeof selector === 'string' ? [selector] : [...selector];
}

/** The parameters that runs have in common, waiting by default. */
export function runParams({ wait = true, ...options }: RunOptions): Omit<Params<'apps/restart'>, 'targets'> {
  return { wait, ...options };
}

/** The apps of a snapshot, or those with these ids. */
export function appsOf({ apps, instances }: Snapshot, ids?: ReadonlySet<string>): readonly DroverApp[] {
  return apps
    .filter(({ id }) => ids === undefined || ids.has(id))
    .map((app) => ({ ...app, instances: instancesOf(app, instances) }));
}
