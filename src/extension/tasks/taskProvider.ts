import { CustomExecution, Task, TaskPanelKind, TaskRevealKind, TaskScope, tasks, workspace } from 'vscode';
import type { Disposable, TaskDefinition, WorkspaceFolder } from 'vscode';
import type { FolderModel } from '../folders/folderModel.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { TaskTerminal } from './taskTerminal.ts';
import type { DroverTaskDefinition } from './taskRequest.ts';
import { taskName } from './taskRequest.ts';

const taskType = 'drover';

/** What is offered for each app, and for all. The other verbs are for tasks.json. */
const offeredVerbs = ['start', 'dev', 'stop'] as const;

/** Tasks of the type `drover`: those of tasks.json, and those that need none. */
export function createTaskProvider(folders: WorkspaceFolders): Disposable {
  return tasks.registerTaskProvider(taskType, {
    provideTasks: async () => {
      if (!workspace.isTrusted) return [];
      await Promise.all(folders.models.map((model) => model.open()));
      return folders.models.flatMap((model) => offeredTasks(model, folders));
    },
    resolveTask: ({ definition, scope }) => makeTask(definition, scope, folders),
  });
}

function offeredTasks({ folder, view }: FolderModel, folders: WorkspaceFolders): Task[] {
  const place = workspace.workspaceFolders?.find(({ uri }) => uri.fsPath === folder);
  const { apps } = view.snapshot;
  if (place === undefined || apps.length === 0) return [];
  const names = ['all', ...new Set(apps.map(({ name }) => name))];
  return names.flatMap((app) =>
    offeredVerbs.map((task) => {
      const definition: DroverTaskDefinition = { type: taskType, task, app };
      return makeTask(definition, place, folders);
    }),
  );
}

function makeTask(
  definition: TaskDefinition,
  scope: WorkspaceFolder | TaskScope | undefined,
  folders: WorkspaceFolders,
): Task {
  const folder = typeof scope === 'object' ? scope : undefined;
  const made = new Task(
    definition,
    scope ?? TaskScope.Workspace,
    // What is wrong with it is told when it runs.
    taskName(definition),
    'drover',
    // Variables are filled in by then.
    new CustomExecution((resolved) => Promise.resolve(new TaskTerminal(resolved, folder, folders))),
    [],
  );
  made.presentationOptions = {
    // A stop is shown only when it fails: after a debug session there is something else to look at.
    reveal: definition['task'] === 'stop' ? TaskRevealKind.Silent : TaskRevealKind.Always,
    panel: TaskPanelKind.Shared,
    echo: false,
    showReuseMessage: false,
    clear: true,
  };
  return made;
}
