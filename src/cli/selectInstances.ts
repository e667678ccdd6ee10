import type { AppInfo, InstanceInfo, Snapshot } from '../protocol/model.ts';

/**
 * The instances a selector names: `all`, an app or instance id, an app name, an instance name, a namespace,
 * `/regex/` over app names, or the absolute path of an ecosystem file, the first of these that fits. The supervisor
 * reads selectors of requests by the same rules; this is for the requests that take instances.
 */
export function selectInstances(selector: string, { apps, instances }: Snapshot): readonly InstanceInfo[] {
  if (selector === 'all') return instances;
  const ofApps = (fits: (app: AppInfo) => boolean) => {
    const ids = new Set(apps.filter(fits).map((app) => app.id));
    return instances.filter((instance) => ids.has(instance.app));
  };
  const regex = regexOf(selector);
  const readings = [
    () => ofApps((app) => app.id === selector),
    () => instances.filter((instance) => instance.id === selector),
    () => ofApps((app) => app.file === selector),
    () => ofApps((app) => app.name === selector),
    () => instances.filter((instance) => instance.name === selector),
    () => ofApps((app) => app.namespace === selector),
    () => (regex === undefined ? [] : ofApps((app) => regex.test(app.name))),
  ];
  for (const reading of readings) {
    const found = reading();
    if (found.length > 0) return found;
  }
  return [];
}

function regexOf(selector: string): RegExp | undefined {
  const pattern = /^\/(.+)\/$/.exec(selector)?.[1];
  if (pattern === undefined) return undefined;
  try {
    return new RegExp(pattern);
  } catch (error) {
    // Not a regular expression, so no app can fit it.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
