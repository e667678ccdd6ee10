import type { Snapshot } from '../../protocol/model.ts';
import type { DroverApp } from './droverApi.ts';

/** The apps of a folder as other extensions see them: copies that nobody changes. */
export function apiRecords(folder: string, { apps, instances }: Snapshot): readonly DroverApp[] {
  return apps.map(({ id, name, status }) =>
    Object.freeze({
      id,
      name,
      folder,
      status,
      instances: Object.freeze(
        instances
          .filter(({ app }) => app === id)
          .map((one) =>
            Object.freeze({
              id: one.id,
              name: one.name,
              status: one.status,
              pid: one.pid,
              port: one.port,
            }),
          ),
      ),
    }),
  );
}
