import { describeProblem } from '../../protocol/problems.ts';
import { instancesOf } from '../instancesOf.ts';
import { appLine, instanceData, instanceLine } from './appText.ts';
import { openFolders } from './chooseApp.ts';
import type { OpenFolder } from './chooseApp.ts';
import type { Tool } from './tool.ts';

/** Instances of one app that are listed; drover_describe tells the others. */
const listedInstances = 8;

export const listTool: Tool = {
  name: 'drover_list',
  title: 'List Apps',
  description:
    'Lists the apps that Drover runs for this project (the apps of its PM2 or PMDaemon ecosystem files) with status, port, pid, restarts and problems of every instance. Call it before you start a development server of any kind, and to find out which port a server listens on or whether it runs. An app that is online is to be used as it is: never start a second copy of it in a terminal.',
  inputSchema: {
    type: 'object',
    properties: {
      folder: { type: 'string', description: 'Only the apps of this workspace folder, by its name.' },
    },
    additionalProperties: false,
  },
  effect: 'reads',
  run: async ({ folder }, host) => {
    const open = await openFolders(folder, host);
    return {
      isError: false,
      text: open.map(folderText).join('\n\n'),
      data: { folders: open.map(folderData) },
    };
  },
};

function folderText({ folder, snapshot: { apps, files, instances } }: OpenFolder): string {
  const problems = files.flatMap((file) =>
    file.problems
      .filter(({ severity }) => severity === 'error')
      .map((problem) => `${file.path}: ${describeProblem(problem)}`),
  );
  const lines = apps.flatMap((app) => {
    const own = app.wanted ? instancesOf(app, instances) : [];
    const more = own.length - listedInstances;
    return [
      appLine(app),
      ...app.problems.map((problem) => `  ${problem.severity}: ${describeProblem(problem)}`),
      ...own.slice(0, listedInstances).map((instance) => `  ${instanceLine(instance)}`),
      ...(more > 0 ? [`  and ${more} more instances, see drover_describe`] : []),
    ];
  });
  const none = apps.length === 0 ? ['No apps: no ecosystem file with apps was found.'] : [];
  return [`Folder ${folder.name} (${folder.path})`, ...problems, ...none, ...lines].join('\n');
}

function folderData({ folder, snapshot: { apps, instances } }: OpenFolder) {
  return {
    name: folder.name,
    path: folder.path,
    apps: apps.map((app) => ({
      name: app.name,
      id: app.id,
      status: app.status,
      online: app.online,
      configured: app.instances,
      port: app.port,
      instances: instancesOf(app, instances).slice(0, listedInstances).map(instanceData),
    })),
  };
}
