import type { AppInfo, InstanceInfo } from '../protocol/model.ts';

/** The instances of an app by index. */
export function instancesOf(app: AppInfo, instances: readonly InstanceInfo[]): readonly InstanceInfo[] {
  return instances.filter((one) => one.app === app.id).toSorted((a, b) => a.index - b.index);
}
