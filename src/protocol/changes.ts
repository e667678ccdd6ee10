import type { Infer } from './shape.ts';
import { object, string, union } from './shape.ts';
import type { Snapshot } from './model.ts';
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

/** The snapshot after `changes`, in order; `before` is left as it was. */
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
  return { files: [...files.values()], apps: [...apps.values()], instances: [...instances.values()] };
}
