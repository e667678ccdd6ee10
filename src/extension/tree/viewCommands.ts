import { window } from 'vscode';
import type { CommandTable } from '../commands/command.ts';
import { t } from '../localise.ts';
import type { Filter, Grouping, Order } from './layout.ts';
import { changeLayout, readLayout } from './treeSettings.ts';

/** How the view arranges apps, and which it shows. */
export const viewCommands: CommandTable = {
  'drover.groupBy': {
    needsTrust: false,
    run: async () => {
      const grouping = await pick<Grouping>(t('Group apps'), readLayout().groupBy, [
        { label: t('By namespace'), value: 'namespace' },
        { label: t('By ecosystem file'), value: 'file' },
        { label: t('Not at all'), value: 'none' },
      ]);
      if (grouping !== undefined) await changeLayout('groupBy', grouping);
    },
  },
  'drover.sortBy': {
    needsTrust: false,
    run: async () => {
      const order = await pick<Order>(t('Sort apps'), readLayout().sort, [
        { label: t('As in their files'), value: 'file' },
        { label: t('By name'), value: 'name' },
        { label: t('Running first'), value: 'status' },
      ]);
      if (order !== undefined) await changeLayout('sort', order);
    },
  },
  'drover.filter': {
    needsTrust: false,
    run: async ({ view }) => {
      const filter = await pick<Filter>(t('Show'), view.filter, [
        { label: t('All apps'), value: 'all' },
        { label: t('Only apps that run'), value: 'running' },
        { label: t('Only apps with problems'), value: 'problems' },
      ]);
      if (filter !== undefined) await view.setFilter(filter);
    },
  },
  'drover.clearFilter': { needsTrust: false, run: ({ view }) => view.setFilter('all') },
};

/** Asks with a tick before what holds now. */
async function pick<T>(
  placeHolder: string,
  now: T,
  choices: readonly { readonly label: string; readonly value: T }[],
): Promise<T | undefined> {
  const items = choices.map(({ label, value }) => ({
    label: `${value === now ? '$(check)' : '$(blank)'} ${label}`,
    value,
  }));
  return (await window.showQuickPick(items, { placeHolder }))?.value;
}
