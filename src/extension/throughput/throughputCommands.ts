import type { CommandTable } from '../commands/command.ts';
import { selectedApps, selectRows } from '../commands/selection.ts';
import { t } from '../localise.ts';

/** What an app can do, and what more instances bring. */
export const throughputCommands: CommandTable = {
  'drover.measureThroughput': {
    needsTrust: true,
    run: async ({ view, folders, throughputs }, args) => {
      const placeHolder = t('The app whose throughput is measured');
      const rows = await selectRows(args, 'app', { view, folders, placeHolder });
      // One at a time: together they would measure each other.
      const [first] = selectedApps(rows, folders);
      if (first !== undefined) await throughputs.measure(first);
    },
  },
};
