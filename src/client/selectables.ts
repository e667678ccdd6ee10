import type { AppInfo, InstanceInfo, Snapshot } from '../protocol/model.ts';
import type { Selectable } from '../protocol/selector.ts';

/** An app of a snapshot, as selectors see it. */
export interface SelectableApp extends Selectable {
  readonly info: AppInfo;
  readonly instances: readonly InstanceInfo[];
}

/** The apps of a snapshot for `select`, which then names what the supervisor would name. */
export function selectables({ apps, instances }: Snapshot): readonly SelectableApp[] {
  return apps.map((info) => ({
    info,
    id: info.id,
    name: info.name,
    // Its id ends in its name in the file.
    spec: {
      name: info.id.slice(info.id.lastIndexOf('#') + 1),
      namespace: info.namespace,
      file: info.file,
    },
    instances: instances.filter(({ app }) => app === info.id),
  }));
}
