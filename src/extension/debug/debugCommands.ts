import type { CommandTable } from '../commands/command.ts';
import { selectedInstances, selectRows } from '../commands/selection.ts';
import { t } from '../localise.ts';
import { debugInstances, startWithDebugger } from './debugActions.ts';
import { isOver } from './untilInstance.ts';

/** Debugging of instances that run, or from their first line. */
export const debugCommands: CommandTable = {
  'drover.debug': {
    needsTrust: true,
    run: async ({ view, folders, debugging }, args) => {
      const placeHolder = t('The app or instance to debug while it runs');
      const rows = await selectRows(args, 'canDebug', { view, folders, placeHolder });
      const live = selectedInstances(rows, folders).filter(({ instance }) => !isOver(instance));
      if (live.length > 0) await debugInstances(live, debugging);
      else await startWithDebugger(selectedInstances(rows, folders), debugging);
    },
  },
  'drover.startWithDebugger': {
    needsTrust: true,
    run: async ({ view, folders, debugging }, args) => {
      const placeHolder = t('The app or instance to start, or restart, stopped at its first line');
      const rows = await selectRows(args, 'hasDebugger', { view, folders, placeHolder });
      await startWithDebugger(selectedInstances(rows, folders), debugging);
    },
  },
  'drover.stopDebugging': {
    needsTrust: true,
    run: async ({ view, folders, debugging }, args) => {
      const placeHolder = t('The app or instance that runs on without a debugger');
      const rows = await selectRows(args, 'isDebugged', { view, folders, placeHolder });
      await Promise.all(
        selectedInstances(rows, folders).map(({ model, instance }) => debugging.stop(model, instance.id)),
      );
    },
  },
};
