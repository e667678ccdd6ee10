import type { LogLine } from '../../protocol/model.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import type { Row } from './row.ts';
import { appTooltip, fileTooltip, instanceTooltip } from './tooltips.ts';

/** Lines of a crashed instance that its tooltip quotes. */
const quotedLines = 5;

/** The tooltip of a row, made when somebody asks for it. */
export async function rowTooltip({ target }: Row, folders: WorkspaceFolders): Promise<string | undefined> {
  const model = folders.model(target.folder);
  if (model === undefined) return undefined;
  const { snapshot } = model.view;
  switch (target.kind) {
    case 'folder':
    case 'group':
    case 'process':
      return undefined;
    case 'file':
      return target.problem === null ? undefined : fileTooltip(target.problem, t);
    case 'app': {
      const app = snapshot.apps.find((one) => one.id === target.app);
      if (app === undefined) return undefined;
      const file = snapshot.files.find(({ path }) => path === app.file);
      const fileProblems = (file?.problems ?? []).filter(
        (problem) => problem.app === app.name && problem.severity !== 'info',
      );
      return appTooltip(app, { folder: model.folder, fileProblems, t });
    }
    case 'instance': {
      const instance = snapshot.instances.find((one) => one.id === target.instance);
      if (instance === undefined) return undefined;
      const ended = instance.status === 'errored' || instance.status === 'waiting restart';
      const lastLines = ended ? await readLastLines(model, instance.id) : [];
      const { changedFile = null } = snapshot.apps.find((one) => one.id === instance.app) ?? {};
      return instanceTooltip(instance, { now: Date.now(), changedFile, lastLines, t });
    }
  }
}

async function readLastLines(model: FolderModel, instance: string): Promise<readonly LogLine[]> {
  const { client } = model.session;
  if (client === undefined) return [];
  const { lines } = await client.request('logs/read', { instance, lines: quotedLines });
  return lines;
}
