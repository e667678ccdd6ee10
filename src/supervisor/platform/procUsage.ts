import { readFileSync } from 'node:fs';
import type { ProcessUsage } from './platform.ts';
import { readProc } from './readProc.ts';

/** What /proc counts CPU time in, whatever the kernel was built with (USER_HZ). */
const tickMs = 10;
/** AT_PAGESZ in /proc/self/auxv. */
const pageSizeEntry = 6n;

/** Of one process; undefined when it has ended, or is a zombie. */
export function procUsage(pid: number): ProcessUsage | undefined {
  const text = readProc(`/proc/${pid}/stat`)?.toString('latin1');
  return text === undefined ? undefined : parseProcUsage(text, pageSize());
}

/** Reads one `/proc/PID/stat`, whose command may hold anything: fields are counted from the last `)`. */
export function parseProcUsage(text: string, pageBytes: number): ProcessUsage | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ', 22);
  const [state, start, pages] = [fields[0], fields[19], fields[21]];
  if (state === 'Z' || state === 'X' || start === undefined || pages === undefined) return undefined;
  return {
    cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs,
    memory: Number(pages) * pageBytes,
    start,
  };
}

let knownPageSize: number | undefined;

function pageSize(): number {
  return (knownPageSize ??= parsePageSize(readFileSync('/proc/self/auxv')));
}

/** Reads what the kernel told a program of 64 bits at its start: pairs of a kind and a value. */
export function parsePageSize(auxv: Buffer): number {
  for (let at = 0; at + 16 <= auxv.length; at += 16) {
    if (auxv.readBigUInt64LE(at) === pageSizeEntry) return Number(auxv.readBigUInt64LE(at + 8));
  }
  return 4096;
}
