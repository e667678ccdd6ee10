import type { CommandTable } from '../commands/command.ts';
import { pickRow } from '../commands/pickRow.ts';
import { selectRows } from '../commands/selection.ts';
import { t } from '../localise.ts';

/** What instances have written. */
export const logCommands: CommandTable = {
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
};
