import { readFileSync } from 'node:fs';

/** What /proc counts CPU time in. */
const tickMs = 10;

/** CPU time since its start, in milliseconds. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

/** Resident memory in MiB: now, or the most it has been. */
export function residentMb(pid: number, when: 'now' | 'peak' = 'now'): number {
  return megabytes(`/proc/${pid}/status`, when === 'now' ? /^VmRSS:\s+(\d+)/m : /^VmHWM:\s+(\d+)/m);
}

/** Memory in MiB that nobody shares. */
export function privateMb(pid: number): number {
  const path = `/proc/${pid}/smaps_rollup`;
  return megabytes(path, /^Private_Clean:\s+(\d+)/m) + megabytes(path, /^Private_Dirty:\s+(\d+)/m);
}

function megabytes(path: string, line: RegExp): number {
  return Number(line.exec(readFileSync(path, 'latin1'))?.[1] ?? NaN) / 1024;
}
