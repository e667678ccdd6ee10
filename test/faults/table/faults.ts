import { during } from './during.ts';
import { instances } from './instances.ts';
import { killed } from './killed.ts';
import { machine } from './machine.ts';
import type { FaultRow } from './row.ts';
import { supervisor } from './supervisor.ts';
import { windows } from './windows.ts';

export type { Check } from './row.ts';

/** The parts of the table that need no editor, with their titles. */
export const areas = {
  'Processes killed': killed,
  'Killed while something is under way': during,
  'Programs that misbehave': instances,
  'Supervisor and clients': supervisor,
  'The machine': machine,
} as const;

/** The part that needs an editor: its title, and its rows. */
export const windowArea = { title: 'Windows of the editor', part: windows } as const;

const all = { ...killed, ...during, ...instances, ...supervisor, ...machine, ...windows };

export type FaultId = keyof typeof all;

/** Every fault that is injected, by its name. */
export const faults: Readonly<Record<FaultId, FaultRow>> = all;
