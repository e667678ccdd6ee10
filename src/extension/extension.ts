import { commands, ExtensionMode, window } from 'vscode';
import type { ExtensionContext } from 'vscode';
import { registerAgents } from './agents/registerAgents.ts';
import { createApi } from './api/createApi.ts';
import type { DroverApi } from './api/droverApi.ts';
import type { DroverTestApi } from './api/testApi.ts';
import { registerCommands, reportFailure } from './commands/registerCommands.ts';
import { offerChanges } from './changes/offerChanges.ts';
import { runAction } from './commands/lifecycle.ts';
import { DebugSessions } from './debug/debugSessions.ts';
import { registerLaunchConfigurations } from './debug/launchConfigurations.ts';
import { createLanguageStatus } from './editor/languageStatus.ts';
import { LanguageFeatures } from './editor/languageFeatures.ts';
import { StaticFindings } from './editor/staticFindings.ts';
import { createFileDiagnostics } from './fileDiagnostics.ts';
import { FolderOpener } from './folders/folderOpener.ts';
import { followSettings } from './folders/followSettings.ts';
import { WorkspaceFolders } from './folders/workspaceFolders.ts';
import { InstanceLogs } from './logs/instanceLogs.ts';
import { actFromMonitor } from './monitor/actFromMonitor.ts';
import { Monitors } from './monitor/monitors.ts';
import { Notices } from './notices.ts';
import { readApplyOnSave } from './settings.ts';
import { createStatusBar } from './statusBar.ts';
import { createTaskProvider } from './tasks/taskProvider.ts';
import { createTerminalPath } from './terminal/terminalPath.ts';
import { Throughputs } from './throughput/throughputs.ts';
import { AppsView } from './tree/appsView.ts';
import { Descriptions } from './tree/descriptions.ts';

export function activate(context: ExtensionContext): DroverApi | DroverTestApi {
  const own = context.subscriptions;
  const log = window.createOutputChannel('Drover', { log: true });
  const onDefect = (operation: string, error: unknown): void => {
    log.error(`${operation}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  };
  const opener = new FolderOpener({
    supervisorPath: context.asAbsolutePath('dist/supervisor.cjs'),
    log,
    onDidSave: ({ model, folder, file, changes }) => {
      offerChanges({
        file,
        changes,
        setting: readApplyOnSave(folder.uri),
        apply: (prune) => runAction({ verb: 'apply', prune }, [{ model, targets: [file] }], notices),
      }).catch((error: unknown) => reportFailure('drover.apply', error, log));
    },
    onDefect,
  });
  const folders = new WorkspaceFolders((folder, store) => opener.model(folder, store), onDefect);
  const logs = new InstanceLogs(folders, onDefect);
  const view = new AppsView(folders, context.workspaceState);
  const findings = new StaticFindings();
  const server = { module: context.asAbsolutePath('dist/languageServer.cjs'), folders, findings, log };
  own.push(log, folders, logs, view, createStatusBar(folders), createFileDiagnostics(folders, findings));
  own.push(new LanguageFeatures(server, onDefect));
  const notices: Notices = new Notices(
    folders,
    {
      showLogs: (model, instance) => logs.show(model, instance),
      restart: (model, app) => runAction({ verb: 'restart' }, [{ model, targets: [app] }], notices),
      debug: async (_model, instance) => {
        await commands.executeCommand('drover.startWithDebugger', instance);
      },
    },
    onDefect,
  );
  own.push(notices);
  own.push(createLanguageStatus(folders), createTaskProvider(folders), createTerminalPath(context));
  const descriptions = new Descriptions(folders);
  own.push(descriptions);
  const monitors = new Monitors({
    folders,
    extension: context.extensionUri,
    openSession: (model) => opener.session(model.folder),
    act: (verb, model, app) => {
      actFromMonitor(verb, { model, app }, notices).catch((error: unknown) =>
        reportFailure(`drover.${verb}`, error, log),
      );
    },
    onDefect,
  });
  own.push(monitors);
  const debugging = new DebugSessions(folders, onDefect);
  const onDebugFailure = (error: unknown): void => reportFailure('debug', error, log);
  own.push(debugging);
  own.push(registerLaunchConfigurations({ folders, sessions: debugging, onFailure: onDebugFailure }));
  const throughputs = new Throughputs(context);
  const commandContext = { folders, view, logs, notices, descriptions, debugging, monitors, throughputs };
  own.push(registerCommands(commandContext, log));
  own.push(followSettings(folders, onDefect));
  own.push(registerAgents(context, folders, onDefect));
  folders.update();

  const { api, ...apiChanges } = createApi(folders);
  own.push(apiChanges);
  if (context.extensionMode !== ExtensionMode.Test) return api;
  const testApi: DroverTestApi = {
    ...api,
    getTree: () => view.rows,
    onDidChangeRows: view.onDidChangeRows,
    onDidReadRow: view.onDidReadRow,
    getFolders: () => folders.models,
  };
  return testApi;
}

/** Connections close with the subscriptions; the supervisors live on for their lease, so nothing waits here. */
export function deactivate(): void {}
