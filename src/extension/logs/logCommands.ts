import { env, window } from 'vscode';
import type { Command, CommandContext, CommandTable } from '../commands/command.ts';
import { isInstance, pickRow } from '../commands/pickRow.ts';
import type { SelectedInstance } from '../commands/selection.ts';
import { selectedInstances, selectedTargets, selectRows } from '../commands/selection.ts';
import { t } from '../localise.ts';
import { UserError } from '../userError.ts';
import { crashText } from './lastCrash.ts';
import { lastError } from './lastError.ts';
import { logSource } from './logSource.ts';
import { openLogFile } from './openLogFile.ts';
import { searchInLogs } from './searchInLogs.ts';

/** The status bar says it for so long. */
const saidMs = 5000;
/** All that the supervisor keeps in memory. */
const allLines = 5000;

/** What instances have written, and what they read. */
export const logCommands: CommandTable = {
  'drover.showLogs': {
    needsTrust: true,
    run: async ({ view, folders, logs }, args) => {
      const placeHolder = t('The app or instance whose logs are shown');
      for (const row of await selectRows(args, 'canShowLogs', { view, folders, placeHolder })) {
        const model = folders.model(row.target.folder);
        const source = model && logSource(row, model.view.snapshot);
        if (model !== undefined && source !== undefined) await logs.showSource(model, source);
      }
    },
  },
  'drover.followInTerminal': onInstances(
    () => t('The instance to follow in a terminal'),
    ({ logs }, { model, instance }) => logs.follow(model, instance.id),
  ),
  'drover.showLastCrash': onInstances(() => t('The instance whose last crash is shown'), showLastCrash),
  'drover.openLogFile': onInstances(
    () => t('The instance whose log file is opened'),
    (_context, selected) => openLogFile(selected),
  ),
  'drover.copyLastError': onInstances(
    () => t('The instance whose last error is copied'),
    async (_context, selected) => copyLastError(selected),
  ),
  'drover.clearLogs': {
    needsTrust: true,
    run: async ({ view, folders, logs }, args) => {
      const placeHolder = t('The app or instance whose logs are emptied');
      const rows = await selectRows(args, 'canShowLogs', { view, folders, placeHolder });
      for (const { model, targets } of selectedTargets(rows, folders)) {
        const client = await model.connected();
        const { instances } = await client.request('logs/clear', { targets: [...targets] });
        logs.clear(model, instances);
      }
      const names = selectedInstances(rows, folders).map(({ instance }) => instance.name);
      if (names.length > 0)
        window.setStatusBarMessage(t('Logs of {0} are empty now', names.join(', ')), saidMs);
    },
  },
  'drover.searchLogs': {
    needsTrust: true,
    run: async ({ view, folders, logs }, args) => {
      const placeHolder = t('The app or instance whose logs are searched');
      const rows = await selectRows(args, 'canShowLogs', { view, folders, placeHolder });
      // A second argument is what to search for, where nobody is to be asked.
      const query = typeof args[0] === 'string' && typeof args[1] === 'string' ? args[1] : undefined;
      await searchInLogs(selectedInstances(rows, folders), query, logs.documents);
    },
  },
};

/** A command that is about single instances: of an app with several, the user picks one. */
function onInstances(
  placeHolderOf: () => string,
  run: (context: CommandContext, selected: SelectedInstance) => Promise<void>,
): Command {
  return {
    needsTrust: true,
    run: async (context, args) => {
      const { view, folders } = context;
      const placeHolder = placeHolderOf();
      for (const row of await selectRows(args, 'canShowLogs', { view, folders, placeHolder })) {
        const own = selectedInstances([row], folders);
        const picked = own.length > 1 ? await pickRow(row.children.filter(isInstance), placeHolder) : row;
        const [selected] = picked === undefined ? [] : selectedInstances([picked], folders);
        if (selected !== undefined) await run(context, selected);
      }
    },
  };
}

async function showLastCrash(
  { logs }: CommandContext,
  { model, app, instance }: SelectedInstance,
): Promise<void> {
  const client = await model.connected();
  const { crash } = await client.request('instances/lastCrash', { instance: instance.id });
  if (crash === null) throw new UserError(t('{0} has not crashed since Drover runs it.', instance.name));
  const text = crashText(crash, instance.name, t);
  await logs.documents.show(t('Last crash of {0}', instance.name), { text, links: [], base: app.cwd });
}

async function copyLastError({ model, instance }: SelectedInstance): Promise<void> {
  const client = await model.connected();
  const { lines } = await client.request('logs/read', { instance: instance.id, lines: allLines });
  const error = lastError(lines);
  if (error === undefined) throw new UserError(t('{0} has written no error.', instance.name));
  await env.clipboard.writeText(error);
  const [first = ''] = error.trim().split('\n');
  window.setStatusBarMessage(t('Copied: {0}', first.slice(0, 80)), saidMs);
}
