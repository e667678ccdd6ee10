import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { createEcosystemFile } from '../create/createEcosystemFile.ts';
import { t } from '../localise.ts';
import type { InstanceLogs } from '../logs/instanceLogs.ts';
import type { Notices } from '../notices.ts';
import type { AppsView } from '../tree/appsView.ts';
import { setDevMode, setDevModeOfAll } from './devMode.ts';
import { openEcosystemFile } from './ecosystemFile.ts';
import { pickChangedFile } from './applyChanges.ts';
import { runAction } from './lifecycle.ts';
import { saveRunningApps, startSavedApps } from './savedApps.ts';
import { askScaleAmount } from './scale.ts';
import type { Capability } from './selection.ts';
import { pickRow, selectedApps, selectedRows, selectedTargets, selectRows } from './selection.ts';
import { startWithProfile } from './startWithProfile.ts';
import { killSupervisor, showSupervisorLog } from './supervisor.ts';
import { setWatch, toggleWatch } from './watch.ts';

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
  'drover.reload': onTargets('reload', 'canReload'),
  'drover.startDev': {
    needsTrust: true,
    run: async ({ view, folders, notices }, args) => {
      const placeHolder = t('The app to run in DEV_MODE: one instance that follows every saved file');
      const rows = await selectRows(args, 'canDev', { view, folders, placeHolder });
      await setDevMode(true, selectedApps(rows, folders), notices);
    },
  },
  'drover.endDev': {
    needsTrust: true,
    run: async ({ view, folders, notices }, args) => {
      const placeHolder = t('The app to run as configured again');
      const rows = await selectRows(args, 'canEndDev', { view, folders, placeHolder });
      await setDevMode(false, selectedApps(rows, folders), notices);
    },
  },
  'drover.watchOn': onWatch(true),
  'drover.watchOff': onWatch(false),
  'drover.toggleWatch': {
    needsTrust: true,
    run: async ({ view, folders, notices }, args) => {
      const placeHolder = t('The app whose watching is switched on or off');
      const rows = await selectedRows(args, 'app', { view, folders, placeHolder });
      await toggleWatch(selectedApps(rows, folders), notices);
    },
  },
  'drover.startAllDev': {
    needsTrust: true,
    run: ({ folders, notices }) => setDevModeOfAll(true, folders, notices),
  },
  'drover.endAllDev': {
    needsTrust: true,
    run: ({ folders, notices }) => setDevModeOfAll(false, folders, notices),
  },
  'drover.startAll': onAll('start'),
  'drover.stopAll': onAll('stop'),
  'drover.restartAll': onAll('restart'),
  'drover.apply': {
    needsTrust: true,
    run: async ({ view, folders, notices }, args) => {
      const placeHolder = t('The ecosystem file whose changes are applied');
      const selected =
        args[0] === undefined
          ? await pickChangedFile(folders)
          : selectedTargets(await selectRows(args, 'canApply', { view, folders, placeHolder }), folders);
      await runAction({ verb: 'apply', prune: false }, selected, notices);
    },
  },
  'drover.scale': {
    needsTrust: true,
    run: async ({ view, folders, notices }, args) => {
      const placeHolder = t('The app that gets another number of instances');
      const rows = await selectRows(args, 'canScale', { view, folders, placeHolder });
      const amount = await askScaleAmount(selectedApps(rows, folders));
      if (amount === undefined) return;
      await runAction({ verb: 'scale', amount }, selectedTargets(rows, folders), notices);
    },
  },
  'drover.startWithProfile': {
    needsTrust: true,
    run: async ({ view, folders, notices }, args) => {
      const placeHolder = t('The app to start with a profile');
      const rows = await selectRows(args, 'hasProfiles', { view, folders, placeHolder });
      await startWithProfile(selectedApps(rows, folders), notices);
    },
  },
  'drover.save': { needsTrust: true, run: ({ folders }) => saveRunningApps(folders) },
  'drover.resurrect': {
    needsTrust: true,
    run: ({ folders, notices }) => startSavedApps(folders, notices),
  },
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

type SimpleVerb = 'start' | 'stop' | 'restart' | 'reload';

function onTargets(verb: SimpleVerb, capability: Capability): Command {
  return {
    needsTrust: true,
    run: async ({ view, folders, notices }, args) => {
      const placeHolder = {
        start: t('The app or instance to start'),
        stop: t('The app or instance to stop'),
        restart: t('The app or instance to restart'),
        reload: t('The app whose instances are replaced one after another'),
      }[verb];
      const rows = await selectRows(args, capability, { view, folders, placeHolder });
      await runAction({ verb }, selectedTargets(rows, folders), notices);
    },
  };
}

function onWatch(on: boolean): Command {
  return {
    needsTrust: true,
    run: async ({ view, folders, notices }, args) => {
      const placeHolder = on ? t('The app to watch') : t('The app not to watch any more');
      const rows = await selectRows(args, on ? 'canWatch' : 'canEndWatch', { view, folders, placeHolder });
      await setWatch(on, selectedApps(rows, folders), notices);
    },
  };
}

function onAll(verb: SimpleVerb): Command {
  return {
    needsTrust: true,
    run: async ({ folders, notices }) => {
      if (verb !== 'stop') await Promise.all(folders.models.map((model) => model.open()));
      const withApps = folders.models.filter((model) => model.view.snapshot.apps.length > 0);
      await runAction(
        { verb },
        withApps.map((model) => ({ model, targets: ['all'] })),
        notices,
      );
    },
  };
}
