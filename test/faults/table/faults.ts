import { during } from './during.ts';
import { instances } from './instances.ts';
import { killed } from './killed.ts';
import { machine } from './machine.ts';
import type { FaultRow } from './row.ts';
import { supervisor } from './supervisor.ts';

export type { Check } from './row.ts';

/** The parts of the table, with their titles. */
export const areas = {
  'Processes killed': killed,
  'Killed while something is under way': during,
  'Programs that misbehave': instances,
  'Supervisor and clients': supervisor,
  'The machine': machine,
} as const;

const all = { ...killed, ...during, ...instances, ...supervisor, ...machine };

export type FaultId = keyof typeof all;

/** Every fault that is injected, by its name. */
export const faults: Readonly<Record<FaultId, FaultRow>> = all;
