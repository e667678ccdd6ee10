import type { ProcessRow } from './platform.ts';

/** What `ps -axo pid=,ppid=,pgid=,stat=,lstart=` prints. The start time has a resolution of one second. */
export function parsePs(text: string): ProcessRow[] {
  const rows: ProcessRow[] = [];
  for (const line of text.split('\n')) {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S.*?)\s*$/.exec(line);
    const [, pid, ppid, pgid, state, start] = match ?? [];
    if (state === undefined || start === undefined) continue;
    rows.push({
      pid: Number(pid),
      ppid: Number(ppid),
      pgid: Number(pgid),
      zombie: state.startsWith('Z'),
      start: start.replace(/\s+/g, ' '),
    });
  }
  return rows;
}

/**
 * Pid to `DROVER_INSTANCE` in what `ps -axEwwo pid=,command=` prints. Arguments and environment stand on one line,
 * separated by blanks, so a value ends at the next blank that a variable name follows: app names may hold blanks.
 */
export function parseEnvironments(text: string): Map<number, string> {
  const found = new Map<number, string>();
  for (const line of text.split('\n')) {
    const match = /^\s*(\d+)\s.*?\sDROVER_INSTANCE=(.*?)(?=\s[A-Za-z_]\w*=|\s*$)/.exec(line);
    if (match?.[2] !== undefined) found.set(Number(match[1]), match[2]);
  }
  return found;
}

export interface Listener {
  readonly command: string;
  readonly ports: readonly number[];
}

/** Pid to command and ports in what `lsof -nP -iTCP -sTCP:LISTEN -Fpcn` prints: one field a line, named by its first letter. */
export function parseLsofListeners(text: string): Map<number, Listener> {
  const found = new Map<number, { command: string; ports: number[] }>();
  let current: { command: string; ports: number[] } | undefined;
  for (const line of text.split('\n')) {
    const value = line.slice(1);
    if (line.startsWith('p')) {
      current = { command: '', ports: [] };
      found.set(Number(value), current);
    } else if (line.startsWith('c') && current !== undefined) {
      current.command = value;
    } else if (line.startsWith('n') && current !== undefined) {
      const port = Number(value.slice(value.lastIndexOf(':') + 1));
      if (Number.isInteger(port) && !current.ports.includes(port)) current.ports.push(port);
    }
  }
  return found;
}
