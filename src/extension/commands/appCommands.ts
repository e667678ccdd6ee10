import { t } from '../localise.ts';
import { UserError } from '../userError.ts';
import { pickChangedFile } from './applyChanges.ts';
import type { Capability } from './capability.ts';
import type { Command, CommandTable } from './command.ts';
import { deleteApps } from './deleteApp.ts';
import { runAction } from './lifecycle.ts';
import { nothingFits } from './nothingFits.ts';
import { saveRunningApps, startSavedApps } from './savedApps.ts';
import { askScaleAmount } from './scale.ts';
import { pickSignal } from './sendSignal.ts';
import { selectedApps, selectedTargets, selectRows } from './selection.ts';
import { startWithProfile } from './startWithProfile.ts';

/** What is done with apps and instances. */
export const appCommands: CommandTable = {
  'drover.start': onTargets('start', 'canStart'),
  'drover.stop': onTargets('stop', 'canStop'),
  'drover.restart': onTargets('restart', 'canRestart'),
  'drover.reload': onTargets('reload', 'canReload'),
  'drover.startAll': onAll('start'),
  'drover.stopAll': onAll('stop'),
  'drover.restartAll': onAll('restart'),
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
  'drover.scaleUp': onStep(1),
  'drover.scaleDown': onStep(-1),
  'drover.sendSignal': {
    needsTrust: true,
    run: async ({ view, folders, notices }, args) => {
      const placeHolder = t('The app or instance that gets a signal');
      const rows = await selectRows(args, 'canSignal', { view, folders, placeHolder });
      const signal = rows.length === 0 ? undefined : await pickSignal();
      if (signal === undefined) return;
      await runAction({ verb: 'signal', signal }, selectedTargets(rows, folders), notices);
    },
  },
  'drover.deleteApp': {
    needsTrust: true,
    run: async ({ view, folders, notices }, args) => {
      const placeHolder = t('The app without a file that is deleted');
      const rows = await selectRows(args, 'canDelete', { view, folders, placeHolder });
      const apps = selectedApps(rows, folders).filter(({ app }) => app.file === null);
      // A name may be that of an app of a file.
      if (rows.length > 0 && apps.length === 0) throw new UserError(nothingFits('canDelete', false));
      await deleteApps(apps, notices);
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
  'drover.save': { needsTrust: true, run: ({ folders }) => saveRunningApps(folders) },
  'drover.resurrect': {
    needsTrust: true,
    run: ({ folders, notices }) => startSavedApps(folders, notices),
  },
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
        reload: t('The app whose instances are replaced while others answer'),
      }[verb];
      const rows = await selectRows(args, capability, { view, folders, placeHolder });
      await runAction({ verb }, selectedTargets(rows, folders), notices);
    },
  };
}

/** One instance more, or one less where more than one is left. */
function onStep(by: 1 | -1): Command {
  return {
    needsTrust: true,
    run: async ({ view, folders, notices }, args) => {
      const placeHolder =
        by > 0 ? t('The app that gets one more instance') : t('The app that loses an instance');
      const capability = by > 0 ? 'canScale' : 'canScaleDown';
      const rows = await selectRows(args, capability, { view, folders, placeHolder });
      await runAction({ verb: 'scale', amount: { by } }, selectedTargets(rows, folders), notices);
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
