import type { SelectableApp } from '../../client/selectables.ts';
import type { AppInfo } from '../../protocol/model.ts';
import type { TargetOf } from '../../protocol/selector.ts';

export type RunVerb = 'start' | 'stop' | 'restart' | 'reload';

/** How apps are to run. What is absent stays as it was. */
export interface RunWishes {
  /** DEV_MODE or not; null leaves it to `DEV_MODE` in the environment. */
  readonly dev?: boolean | null;
  /** The `env_<profile>` to run with; null for none. */
  readonly profile?: string | null;
}

/** One request to the supervisor of a folder. */
export interface PlannedRequest {
  readonly verb: RunVerb;
  /** Ids of apps and instances. */
  readonly targets: readonly string[];
}

/**
 * The requests that make what is named run as wished: apps that run otherwise are restarted for a start, those that
 * run so already are left alone. Apps with `autostart: false` that do not run are meant only by their name.
 */
export function runPlan(
  verb: RunVerb,
  wishes: RunWishes,
  targets: readonly TargetOf<SelectableApp>[],
): readonly PlannedRequest[] {
  const meant =
    verb === 'start' || verb === 'restart'
      ? targets.filter(({ app: { info }, isNamed }) => isNamed || info.autostart || info.wanted)
      : targets;
  const isOtherwise = ({ app }: TargetOf<SelectableApp>): boolean =>
    verb === 'start' && runsOtherwise(app.info, wishes);
  return [
    { verb, targets: meant.filter((one) => !isOtherwise(one)).map(idOf) },
    { verb: 'restart' as const, targets: meant.filter(isOtherwise).map(idOf) },
  ].filter((request) => request.targets.length > 0);
}

/** Whether an app has to be restarted to run as wished. */
function runsOtherwise(app: AppInfo, { dev, profile }: RunWishes): boolean {
  if (!app.wanted) return false;
  const isOtherMode = typeof dev === 'boolean' && dev !== (app.runMode === 'dev');
  return isOtherMode || (profile !== undefined && profile !== app.profile);
}

function idOf({ app, instance }: TargetOf<SelectableApp>): string {
  return instance?.id ?? app.id;
}
