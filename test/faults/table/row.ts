/** What is checked after a fault, besides what its own row promises. */
export const checks = {
  orphans: 'No process of it is left once everything has been stopped.',
  ports: 'Its ports are free then.',
  siblings: 'Apps that the fault is not about run on, as the same processes.',
  state: 'What is shown is what runs.',
  start: 'The next start works.',
  files: 'Files that Drover keeps are the old ones or the new ones, whole in both cases.',
  sentence: 'A sentence says what happened.',
} as const;

export type Check = keyof typeof checks;

/** One row of the table: what is done, and what holds all the same. */
export interface FaultRow {
  readonly fault: string;
  readonly guarantee: string;
  readonly checks: readonly Check[];
}

/** What is checked wherever an app goes on afterwards. */
export const recovery: readonly Check[] = ['orphans', 'ports', 'siblings', 'state', 'start'];

/** The same, where the supervisor itself has died, and with it everything that ran. */
export const afterSupervisor: readonly Check[] = ['orphans', 'ports', 'state', 'start', 'files'];

export function row(fault: string, guarantee: string, shown: readonly Check[]): FaultRow {
  return { fault, guarantee, checks: shown };
}
