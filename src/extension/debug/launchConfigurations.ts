import path from 'node:path';
import { debug, DebugConfigurationProviderTriggerKind, window, workspace } from 'vscode';
import type { DebugConfiguration, DebugConfigurationProvider, WorkspaceFolder } from 'vscode';
import { readEnvironment } from '../environment.ts';
import { DisposableStore } from '../disposableStore.ts';
import type { Disposable } from '../disposableStore.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import { UserError } from '../userError.ts';
import { debugInstances, startWithDebugger } from './debugActions.ts';
import type { DebugSessions } from './debugSessions.ts';
import { launchTarget } from './launchTarget.ts';
import { offeredConfigurations } from './offeredConfigurations.ts';

export interface LaunchSurroundings {
  readonly folders: WorkspaceFolders;
  readonly sessions: DebugSessions;
  readonly onFailure: (error: unknown) => void;
}

/**
 * The debug type `drover`: apps and instances in "Select and Start Debugging", and in `launch.json`. Each of its
 * instances gets a session of the debugger that its program has, so it has no sessions of its own.
 */
export function registerLaunchConfigurations(surroundings: LaunchSurroundings): Disposable {
  const store = new DisposableStore();
  const offered: DebugConfigurationProvider = {
    provideDebugConfigurations: (folder) => offeredIn(folder, surroundings.folders),
  };
  const resolving: DebugConfigurationProvider = {
    ...offered,
    resolveDebugConfigurationWithSubstitutedVariables: async (folder, configuration) => {
      await run(folder, configuration, surroundings).catch(surroundings.onFailure);
      return undefined;
    },
  };
  store.add(debug.registerDebugConfigurationProvider('drover', resolving));
  const { Dynamic } = DebugConfigurationProviderTriggerKind;
  store.add(debug.registerDebugConfigurationProvider('drover', offered, Dynamic));
  return store;
}

async function offeredIn(
  folder: WorkspaceFolder | undefined,
  folders: WorkspaceFolders,
): Promise<DebugConfiguration[]> {
  const model = modelOf(folder, folders);
  if (model === undefined) return [];
  await model.open();
  return [...offeredConfigurations(model.folder, model.view.snapshot)];
}

async function run(
  folder: WorkspaceFolder | undefined,
  configuration: DebugConfiguration,
  { folders, sessions }: LaunchSurroundings,
): Promise<void> {
  if (!workspace.isTrusted) {
    throw new UserError(t('Drover reads and runs nothing until this workspace is trusted.'));
  }
  const model = modelOf(folder, folders);
  if (model === undefined) throw new UserError(t('Open the folder that has the ecosystem file.'));
  await model.connected();
  const target = launchTarget(configuration, model.folder, model.view.snapshot, t);
  if (typeof target === 'string') throw new UserError(target);
  const selected = target.instances.map((instance) => ({ model, app: target.app, instance }));
  if (configuration.request === 'launch') await launch(model, configuration, selected, sessions);
  else await debugInstances(selected, sessions, configuration);
}

/** Starts the app where it does not run, in DEV_MODE where that is wanted, and attaches to it. */
async function launch(
  model: FolderModel,
  configuration: DebugConfiguration,
  selected: Parameters<typeof startWithDebugger>[0],
  sessions: DebugSessions,
): Promise<void> {
  const { dev, stopOnEntry } = configuration as { readonly dev?: unknown; readonly stopOnEntry?: unknown };
  const [first] = selected;
  if (first === undefined) return;
  const isPython = first.app.debugger === 'python';
  const wishes = typeof dev === 'boolean' ? { dev } : {};
  const isOtherMode = typeof dev === 'boolean' && (first.app.runMode === 'dev') !== dev;
  if (stopOnEntry === true || isPython) {
    await startWithDebugger(selected, sessions, configuration);
    return;
  }
  const client = await model.connected();
  const targets = isOtherMode ? [first.app.id] : selected.map(({ instance }) => instance.id);
  const verb = isOtherMode && first.app.wanted ? 'apps/restart' : 'apps/start';
  const { outcomes } = await window.withProgress({ location: { viewId: 'drover.apps' } }, () =>
    client.request(verb, { targets, env: readEnvironment(), ...wishes }),
  );
  const failed = outcomes.find(({ ok }) => !ok);
  if (failed !== undefined) throw new UserError(t('"{0}" was not started.', first.app.name));
  // DEV_MODE has one instance.
  const there = selected.filter(({ instance }) =>
    model.view.snapshot.instances.some(({ id }) => id === instance.id),
  );
  await debugInstances(there, sessions, configuration);
}

function modelOf(folder: WorkspaceFolder | undefined, folders: WorkspaceFolders): FolderModel | undefined {
  return folder === undefined ? folders.models[0] : folders.model(path.normalize(folder.uri.fsPath));
}
