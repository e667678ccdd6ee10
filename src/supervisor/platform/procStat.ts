import type { ProcessRow } from './platform.ts';

/**
 * Reads one `/proc/PID/stat`. The command stands in parentheses and may itself hold spaces, parentheses and
 * newlines, so fields are counted from the last `)`. Undefined when the text is not a stat line.
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
  const start = fields[19];
  if (state === undefined || start === undefined || !Number.isInteger(pid)) return undefined;
  return { pid, ppid: Number(ppid), pgid: Number(pgid), zombie: state === 'Z' || state === 'X', start };
}
