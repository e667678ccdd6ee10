import type { Snapshot } from '../../protocol/model.ts';

/** What a snapshot has become when its supervisor has ended in order: everything is known, and nothing runs. */
export function stoppedSnapshot({ files, apps, instances }: Snapshot): Snapshot {
  return {
    files,
    apps: apps.map((app) => ({ ...app, status: 'stopped', online: 0, wanted: false })),
    instances: instances.map((instance) => ({
      ...instance,
      status: 'stopped',
      pid: null,
      port: null,
      startedAt: null,
      retryAt: null,
      problem: null,
      restarts: 0,
      children: [],
    })),
  };
}
