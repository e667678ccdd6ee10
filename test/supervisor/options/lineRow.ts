import type { Row } from './row.ts';

/** A row of an app that prints a line which fits. */
export function lineRow(option: string, shows: string, [app, says]: readonly [Row['app'], RegExp]): Row {
  return {
    option,
    shows,
    app,
    check: async (running) => {
      await running.start();
      await running.line(says);
    },
  };
}
