import { byPath, inPlaces } from './fileOrder.ts';
import type { Infer } from './shape.ts';
import { object, string, union } from './shape.ts';
import type { AppInfo, FileInfo, InstanceInfo, Snapshot } from './model.ts';
import { appInfo, fileInfo, instanceInfo } from './model.ts';

/** One change of the snapshot. Every variant replaces or removes a whole record. */
export const change = union('kind', {
  file: object({ file: fileInfo }),
  fileRemoved: object({ path: string }),
  app: object({ app: appInfo }),
  appRemoved: object({ id: string }),
  instance: object({ instance: instanceInfo }),
  instanceRemoved: object({ id: string }),
});
export type Change = Infer<typeof change>;

/**
 * The snapshot after `changes`, taken one after another; `before` is left as it was. Whatever order they came in, apps
 * and instances are in that of their files.
 */
export function applyChanges(before: Snapshot, changes: readonly Change[]): Snapshot {
  const files = new Map(before.files.map((file) => [file.path, file]));
  const apps = new Map(before.apps.map((app) => [app.id, app]));
  const instances = new Map(before.instances.map((instance) => [instance.id, instance]));
  for (const one of changes) {
    switch (one.kind) {
      case 'file':
        files.set(one.file.path, one.file);
        break;
      case 'fileRemoved':
        files.delete(one.path);
        break;
      case 'app':
        apps.set(one.app.id, one.app);
        break;
      case 'appRemoved':
        apps.delete(one.id);
        break;
      case 'instance':
        instances.set(one.instance.id, one.instance);
        break;
      case 'instanceRemoved':
        instances.delete(one.id);
        break;
    }
  }
  return inFileOrder({ files, apps, instances });
}

interface Records {
  readonly files: ReadonlyMap<string, FileInfo>;
  readonly apps: ReadonlyMap<string, AppInfo>;
  readonly instances: ReadonlyMap<string, InstanceInfo>;
}

function inFileOrder({ files, apps, instances }: Records): Snapshot {
  const orderedFiles = byPath(files.values());
  const orderedApps = inPlaces(apps.values(), orderedFiles);
  const places = new Map(orderedApps.map(({ id }, place) => [id, place]));
  const placeOf = ({ app }: InstanceInfo): number => places.get(app) ?? places.size;
  return {
    files: orderedFiles,
    apps: orderedApps,
    instances: [...instances.values()].sort(
      (one, other) => placeOf(one) - placeOf(other) || one.index - other.index,
    ),
  };
}
