import { instancesOf } from '../client/instancesOf.ts';
import type { InstanceInfo, Snapshot } from '../protocol/model.ts';

/** All instances, app by app. PM2 calls the place of one, from 0, its id; selectors take it too. */
export function numbered({ apps, instances }: Snapshot): readonly InstanceInfo[] {
  return apps.flatMap((app) => instancesOf(app, instances));
}
