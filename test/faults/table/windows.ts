import type { Check, FaultRow } from './row.ts';
import { row } from './row.ts';

const goesOn: readonly Check[] = ['orphans', 'siblings', 'state', 'start'];

/** What happens to the windows of an editor; injected into a real one, in a real browser. */
export const windows = {
  'extension host killed': row(
    'The extension host of a window is killed while an app starts.',
    'apps run on as the same processes, the app goes on starting, and the window shows it as soon as it has another host',
    goesOn,
  ),
  'window killed': row(
    'The process that draws a window is killed.',
    'apps run on as the same processes, and the next window shows them',
    goesOn,
  ),
  'window and extension host killed': row(
    'The process that draws a window and its extension host are killed at once.',
    'apps run on as the same processes, and the next window shows them',
    goesOn,
  ),
  'window reloaded during a start': row(
    'A window is reloaded while it starts an app.',
    'the app is started once, comes online, and is shown',
    goesOn,
  ),
} satisfies Record<string, FaultRow>;
