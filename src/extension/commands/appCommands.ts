import { t } from '../localise.ts';
import { pickChangedFile } from './applyChanges.ts';
import type { Capability } from './capability.ts';
import type { Command, CommandTable } from './command.ts';
import { runAction } from './lifecycle.ts';
import { saveRunningApps, startSavedApps } from './savedApps.ts';
import { askScaleAmount } from './scale.ts';
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
        reload: t('The app whose instances are replaced one after another'),
      }[verb];
      const rows = await selectRows(args, capability, { view, folders, placeHolder });
      await runAction({ verb }, selectedTargets(rows, folders), notices);
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
