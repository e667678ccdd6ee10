import type { ProcessRow } from './platform.ts';

/**
 * `pid|ppid|creation time` a line. Windows has neither groups (0 here) nor zombies. It keeps the pid of a dead
 * parent, which may have been given to somebody younger since: such a process counts as nobody's child.
 */
export function parseCimProcesses(text: string): ProcessRow[] {
  const rows: ProcessRow[] = [];
  for (const line of text.split(/\r?\n/)) {
    const match = /^(\d+)\|(\d+)\|(\d*)$/.exec(line.trim());
    const [, pid, ppid, start] = match ?? [];
    if (start === undefined) continue;
    rows.push({ pid: Number(pid), ppid: Number(ppid), pgid: 0, zombie: false, start });
  }
  const starts = new Map(rows.map((row) => [row.pid, row.start]));
  return rows.map((row) => (isYounger(starts.get(row.ppid), row.start) ? { ...row, ppid: 0 } : row));
}

function isYounger(parent: string | undefined, child: string): boolean {
  return parent !== undefined && parent !== '' && child !== '' && BigInt(parent) > BigInt(child);
}

/**
 * The listening sockets in what `netstat -ano` prints. The state is translated on localised systems, so a
 * listener is known by its remote address with port 0.
 */
export function parseNetstat(text: string): { readonly pid: number; readonly port: number }[] {
  const found: { pid: number; port: number }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*TCP\s+\S+:(\d+)\s+\S+:0\s+\S.*?\s(\d+)\s*$/.exec(line);
    if (match !== null) found.push({ port: Number(match[1]), pid: Number(match[2]) });
  }
  return found;
}
