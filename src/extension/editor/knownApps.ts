import type { KnownApp } from '../../protocol/languageServer.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import { editorPath } from './editorPath.ts';

/** The apps of ecosystem files that supervisors know, with their instances. */
export function knownApps(models: readonly FolderModel[]): readonly KnownApp[] {
  return models.flatMap((model) => {
    const { apps, instances } = model.view.snapshot;
    return apps.flatMap((app): KnownApp[] =>
      app.file === null
        ? []
        : [
            {
              file: editorPath(model, app.file),
              app,
              instances: instances.filter((instance) => instance.app === app.id),
            },
          ],
    );
  });
}
