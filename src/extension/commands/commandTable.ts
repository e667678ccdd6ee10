import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import type { InstanceLogs } from '../logs/instanceLogs.ts';
import type { Notices } from '../notices.ts';
import type { AppsView } from '../tree/appsView.ts';
import { createEcosystemFile, openEcosystemFile } from './ecosystemFile.ts';
import type { Verb } from './lifecycle.ts';
import { runVerb } from './lifecycle.ts';
import type { Capability } from './selection.ts';
import { pickRow, selectedTargets, selectRows } from './selection.ts';
import { killSupervisor, showSupervisorLog } from './supervisor.ts';

export interface CommandContext {
  readonly folders: WorkspaceFolders;
  readonly view: AppsView;
  readonly logs: InstanceLogs;
  readonly notices: Notices;
}

export interface Command {
  /** Whether it reads or runs code of the workspace. Menus hide such commands too, but a hidden one can be called. */
  readonly needsTrust: boolean;
  readonly run: (context: CommandContext, args: readonly unknown[]) => Promise<void>;
}

/** Every command. Called from the palette they get no arguments and ask what they are about. */
export const commandTable: Readonly<Record<string, Command>> = {
  'drover.start': onTargets('start', 'canStart'),
  'drover.stop': onTargets('stop', 'canStop'),
  'drover.restart': onTargets('restart', 'canRestart'),
  'drover.startAll': onAll('start'),
  'drover.stopAll': onAll('stop'),
  'drover.restartAll': onAll('restart'),
  'drover.showLogs': {
    needsTrust: true,
    run: async ({ view, folders, logs }, args) => {
      const placeHolder = t('The instance whose logs are shown');
      for (const row of await selectRows(args, 'canShowLogs', { view, folders, placeHolder })) {
        const instance = row.target.kind === 'app' ? await pickRow(row.children, placeHolder) : row;
        if (instance !== undefined) await logs.showRow(instance);
      }
    },
  },
  'drover.refresh': {
    needsTrust: true,
    run: async ({ folders }) => {
      await Promise.all(folders.models.map((model) => model.load()));
    },
  },
  'drover.createEcosystemFile': { needsTrust: false, run: () => createEcosystemFile() },
  'drover.openEcosystemFile': {
    needsTrust: false,
    run: async ({ view, folders }, args) => {
      const placeHolder = t('The app whose ecosystem file is opened');
      for (const row of await selectRows(args, 'canOpenFile', { view, folders, placeHolder })) {
        await openEcosystemFile(row, folders);
      }
    },
  },
  'drover.killSupervisor': { needsTrust: true, run: ({ folders }) => killSupervisor(folders) },
  'drover.showSupervisorLog': { needsTrust: false, run: ({ folders }) => showSupervisorLog(folders) },
};

function onTargets(verb: Verb, capability: Capability): Command {
  return {
    needsTrust: true,
    run: async ({ view, folders, notices }, args) => {
      const placeHolder = {
        start: t('The app or instance to start'),
        stop: t('The app or instance to stop'),
        restart: t('The app or instance to restart'),
      }[verb];
      const rows = await selectRows(args, capability, { view, folders, placeHolder });
      await runVerb(verb, selectedTargets(rows, folders), notices);
    },
  };
}

function onAll(verb: Verb): Command {
  return {
    needsTrust: true,
    run: async ({ folders, notices }) => {
      if (verb !== 'stop') await Promise.all(folders.models.map((model) => model.open()));
      const withApps = folders.models.filter((model) => model.view.snapshot.apps.length > 0);
      await runVerb(
        verb,
        withApps.map((model) => ({ model, targets: ['all'] })),
        notices,
      );
    },
  };
}
