import type { FaultRow } from './row.ts';
import { afterSupervisor, recovery, row } from './row.ts';

/** What is under way when a process is killed, held at that point until it is dead. */
const operations = {
  start: 'a start',
  stop: 'a stop',
  reload: 'a reload',
  'scale up': 'scaling up',
  'scale down': 'scaling down',
  apply: 'the apply of a changed file',
} as const;

const ends: Readonly<Record<Operation, string>> = {
  start: 'the app comes online',
  stop: 'the app ends stopped',
  reload: 'one of old and new serves at the end, in every instance',
  'scale up': 'the app comes online with the new number',
  'scale down': 'the app is online with the new number',
  apply: 'the app comes online by the new file',
};

export type Operation = keyof typeof operations;
export type Victim = 'instance' | 'host' | 'supervisor' | 'supervisor and host';
export const victims: readonly Victim[] = ['instance', 'host', 'supervisor', 'supervisor and host'];
export const operationNames = Object.keys(operations) as readonly Operation[];

type DuringId = `${Victim} killed during ${Operation}`;

export function duringId(victim: Victim, operation: Operation): DuringId {
  return `${victim} killed during ${operation}`;
}

function duringRow(victim: Victim, operation: Operation): FaultRow {
  const who = { instance: 'An instance', host: 'The cluster host', supervisor: 'The supervisor' };
  const subject = victim === 'supervisor and host' ? 'Both supervisor and cluster host' : who[victim];
  const verb = victim === 'supervisor and host' ? 'are' : 'is';
  return row(
    `${subject} ${verb} killed during ${operations[operation]}.`,
    ends[operation],
    victim.startsWith('supervisor') ? afterSupervisor : recovery,
  );
}

export const during = Object.fromEntries(
  victims.flatMap((victim) =>
    operationNames.map((operation) => [duringId(victim, operation), duringRow(victim, operation)] as const),
  ),
) as Record<DuringId, FaultRow>;
