import type { CommandTable } from '../commands/command.ts';
import { selectedApps, selectRows } from '../commands/selection.ts';
import { t } from '../localise.ts';
import { flattened } from '../tree/row.ts';

/** Charts, events and logs in one place. */
export const monitorCommands: CommandTable = {
  /** Of the apps it is called on; without any, of all. */
  'drover.openMonitor': {
    needsTrust: true,
    run: async ({ view, folders, monitors }, args) => {
      if (args[0] === undefined) {
        await Promise.all(folders.models.map((model) => model.open()));
        monitors.open('all');
        return;
      }
      const placeHolder = t('The app that is monitored');
      const rows = await selectRows(args, 'app', { view, folders, placeHolder });
      const apps = selectedApps(flattened(rows), folders);
      if (apps.length > 0)
        monitors.open(apps.map(({ model, app }) => ({ folder: model.folder, app: app.id })));
    },
  },
};
