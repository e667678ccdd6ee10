import { connectSupervisor } from '../../client/connect.ts';
import { measure } from '../../client/measure.ts';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { ToolHost } from '../../client/tools/tool.ts';
import type { MetricsRow } from '../../protocol/model.ts';
import { readEnvironment } from '../environment.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';

/** The workspace folders, as the tools of agents see them: the supervisors are those of the view. */
export function toolHost(folders: Pick<WorkspaceFolders, 'models'>): ToolHost {
  return {
    get folders() {
      return folders.models.map((model) => ({
        name: model.name,
        path: model.folder,
        connect: () => connect(model),
        measure: () => measureApart(model),
      }));
    },
    environment: readEnvironment,
  };
}

async function connect(model: FolderModel): Promise<SupervisorClient | null> {
  // An agent may have written an ecosystem file just now, before its watcher says so.
  await (model.session.client === undefined ? model.open() : model.load());
  return model.session.client ?? null;
}

/** By a connection of its own, because the view begins and ends measuring on its. */
async function measureApart({ folder }: FolderModel): Promise<readonly MetricsRow[]> {
  const client = await connectSupervisor({ folder, kind: 'window', start: null });
  if (client === null) return [];
  try {
    return await measure(client);
  } finally {
    client.dispose();
  }
}
