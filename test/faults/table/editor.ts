import type { FaultRow } from './row.ts';
import { row } from './row.ts';

/** Injected by test/ui, in a real VS Code. */
export const editor = {
  'extension host killed': row(
    'The extension host of a window is killed.',
    'apps run on as the same processes, and the view shows them again',
    ['siblings', 'state'],
  ),
  'window killed': row(
    'The page of a window crashes.',
    'apps run on as the same processes, and a new window shows them',
    ['siblings', 'state'],
  ),
  'supervisor killed under a window': row(
    'The supervisor is killed while a window shows its apps.',
    'the window starts the next one, which runs what was wanted, and shows it',
    ['orphans', 'state'],
  ),
} satisfies Record<string, FaultRow>;
