import { t } from '../localise.ts';
import type { Command, CommandTable } from './command.ts';
import { setDevMode, setDevModeOfAll, toggleDevMode } from './devMode.ts';
import { selectedApps, selectRows } from './selection.ts';
import { setWatch, toggleWatch } from './watch.ts';

/** DEV_MODE and watching. */
export const modeCommands: CommandTable = {
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
  'drover.toggleDev': {
    needsTrust: true,
    run: async ({ view, folders, notices }, args) => {
      const placeHolder = t('The app whose DEV_MODE is switched on or off');
      const rows = await selectRows(args, 'app', { view, folders, placeHolder });
      await toggleDevMode(selectedApps(rows, folders), notices);
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
  'drover.watchOn': onWatch(true),
  'drover.watchOff': onWatch(false),
  'drover.toggleWatch': {
    needsTrust: true,
    run: async ({ view, folders, notices }, args) => {
      const placeHolder = t('The app whose watching is switched on or off');
      const rows = await selectRows(args, 'app', { view, folders, placeHolder });
      await toggleWatch(selectedApps(rows, folders), notices);
    },
  },
};

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
