import type { Snapshot } from '../../protocol/model.ts';

/** What a snapshot has become when its supervisor has ended in order: everything is known, and nothing runs. */
export function stoppedSnapshot({ files, apps, instances }: Snapshot): Snapshot {
  // What its file does not name any more was known only because it ran.
  const listed = apps.filter((app) => app.listed);
  const ids = new Set(listed.map(({ id }) => id));
  return {
    files,
    apps: listed.map((app) => ({
      ...app,
      status: 'stopped',
      online: 0,
      wanted: false,
      isNew: false,
      pending: [],
    })),
    instances: instances
      .filter(({ app }) => ids.has(app))
      .map((instance) => ({
        ...instance,
        status: 'stopped',
        pid: null,
        port: null,
        startedAt: null,
        retryAt: null,
        problem: null,
        restarts: 0,
        health: null,
        held: false,
        children: [],
      })),
  };
}
