import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { ToolHost } from '../../client/tools/tool.ts';
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
