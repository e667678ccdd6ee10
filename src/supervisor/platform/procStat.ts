import type { ProcessRow } from './platform.ts';

/**
 * Reads one `/proc/PID/stat`. The command stands in parentheses and may itself hold spaces, parentheses and
 * newlines, so fields are counted from the last `)`. Undefined when the text is not a stat line. A process whose first
 * thread has ended is called a zombie while its other threads still hold its ports and files: here it is none yet.
 */
export function parseProcStat(text: string): ProcessRow | undefined {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open === -1 || close === -1) return undefined;
  const pid = Number(text.slice(0, open));
  // state ppid pgrp session tty tpgid flags minflt cminflt majflt cmajflt utime stime cutime cstime priority
  // nice threads itrealvalue starttime
  const fields = text.slice(close + 2).split(' ', 20);
  const [state, ppid, pgid] = fields;
  const [threads, start] = [fields[17], fields[19]];
  if (state === undefined || start === undefined || !Number.isInteger(pid)) return undefined;
  const zombie = (state === 'Z' || state === 'X') && Number(threads) <= 1;
  return { pid, ppid: Number(ppid), pgid: Number(pgid), zombie, start };
}
