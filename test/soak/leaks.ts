import type { ProbeReport } from './soakFolder.ts';
import type { Counts } from './supervisorHoldings.ts';

/** What there may be more of than at the beginning, with the reason. */
const allowances: Counts = {
  // The two of an instance are opened when it first writes, and closed when it ends.
  'fd log': 128,
  // Its own log, from its first line on.
  'fd own file': 1,
  // As many as there are processes: they are measured.
  'fd of a process': 300,
  // A pool, which is as large as ever so many had to be there at once.
  'fifo file': 600,
  // Node starts some when it first needs them.
  thread: 2,
  // `state/save` writes one.
  'file in state folder': 2,
};
/** What is measured no more is closed half a minute later, so that at the beginning there may be any number. */
const transient = 'fd of an ended process';

/** What there is more of than there was, beyond what is allowed. `isQuiet`: for half a minute nothing was started. */
export function moreThan(before: Counts, now: Counts, isQuiet: boolean): string[] {
  return Object.entries(now)
    .filter(([what, count]) => {
      if (what === transient) return isQuiet && count > 0;
      return count > (before[what] ?? 0) + (allowances[what] ?? 0);
    })
    .map(([what, count]) => `${what}: ${count}, at first ${before[what] ?? 0}`);
}

/** What nobody needs while nothing runs, whatever there was of it at first. */
const neededToRun =
  /^(inotify watch of (?!the runtime folder)|child|zombie|fd fifo|fd log|fd deleted|file in tmp)/;

/** What should have gone when everything was stopped. */
export function leftOver(stopped: Counts): string[] {
  return Object.entries(stopped)
    .filter(([what]) => neededToRun.test(what))
    .map(([what, count]) => `${what}: ${count}, with everything stopped`);
}

/** Handles, listeners and warnings of a supervisor. */
export function handlesOf({ resources, listeners, warnings }: ProbeReport): Counts {
  const named = (prefix: string, counts: Counts): [string, number][] =>
    Object.entries(counts).map(([name, count]) => [`${prefix} ${name}`, count]);
  return Object.fromEntries([
    ...named('handle', resources),
    ...named('listener for', listeners),
    ...warnings.map((warning) => [warning, 1] as const),
  ]);
}
