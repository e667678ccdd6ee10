import { t } from '../localise.ts';
import type { CommandTable } from './command.ts';
import { openEcosystemFile } from './ecosystemFile.ts';
import { selectRows } from './selection.ts';
import { killSupervisor, showSupervisorLog } from './supervisor.ts';

/** Ecosystem files, and the supervisor that reads them. */
export const fileCommands: CommandTable = {
  'drover.refresh': {
    needsTrust: true,
    run: async ({ folders }) => {
      await Promise.all(folders.models.map((model) => model.load()));
    },
  },
  'drover.createEcosystemFile': {
    needsTrust: false,
    run: async () => {
      // Parsers of every format come with it.
      const { createEcosystemFile } = await import('../create/createEcosystemFile.ts');
      await createEcosystemFile();
    },
  },
  'drover.openEcosystemFile': {
    needsTrust: false,
    run: async ({ view, folders }, args) => {
      const placeHolder = t('The app whose ecosystem file is opened');
      for (const row of await selectRows(args, 'canOpenFile', { view, folders, placeHolder })) {
        await openEcosystemFile(row, folders);
      }
    },
  },
  'drover.exportApps': {
    needsTrust: true,
    run: async (context, args) => {
      // The exporters come with it.
      const { exportApps } = await import('../export/exportApps.ts');
      await exportApps(context, args);
    },
  },
  'drover.killSupervisor': { needsTrust: true, run: ({ folders }) => killSupervisor(folders) },
  'drover.showSupervisorLog': { needsTrust: false, run: ({ folders }) => showSupervisorLog(folders) },
};
