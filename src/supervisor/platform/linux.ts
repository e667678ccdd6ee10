import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Platform, PortOwner, ProcessRow } from './platform.ts';
import { posix } from './posix.ts';
import type { ListeningSocket } from './procNet.ts';
import { parseListeningSockets } from './procNet.ts';
import { parseProcStat } from './procStat.ts';
import { readProc } from './readProc.ts';
import { shareCalls } from './shareCalls.ts';
import { tokenIn } from './tokenIn.ts';

/** Linux through /proc, without starting any program but `mkfifo`. */
export function createLinuxPlatform(): Platform {
  const listProcesses = shareCalls(readProcesses);
  const tokens = shareCalls(readTokens);
  return {
    ...posix,
    bootId: () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    startTime: (pid) => {
      const row = readProcess(pid);
      return row === undefined || row.zombie ? null : row.start;
    },
    listProcesses,
    // The last pid given away, which threads count up too.
    startMark: () => readProc('/proc/loadavg')?.toString('latin1').trim().split(' ').at(-1) ?? '',
    command,
    findByToken: async (prefix) =>
      [...(await tokens())].filter(([, token]) => token.startsWith(prefix)).map(([pid]) => pid),
    portOwner: (port) => Promise.resolve(portOwner(port)),
    listeningPorts: (pids) => Promise.resolve(listeningPorts(pids)),
  };
}

function processIds(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0);
}

function readProcess(pid: number): ProcessRow | undefined {
  const text = readProc(`/proc/${pid}/stat`)?.toString('latin1');
  return text === undefined ? undefined : parseProcStat(text);
}

function readProcesses(): ProcessRow[] {
  return processIds()
    .map(readProcess)
    .filter((row) => row !== undefined);
}

/** A zombie has no environment any more, so nobody dead is in here. */
function readTokens(): Map<number, string> {
  const found = new Map<number, string>();
  for (const pid of processIds()) {
    const environment = readProc(`/proc/${pid}/environ`);
    const token = environment === undefined ? undefined : tokenIn(environment);
    if (token !== undefined) found.set(pid, token);
  }
  return found;
}

function command(pid: number): string | null {
  const words = readProc(`/proc/${pid}/cmdline`)?.toString('utf8').split('\0');
  // Programs that rewrite their title (nginx, gunicorn, node with process.title) leave trailing NULs or blanks.
  const text = words?.join(' ').trim();
  if (text !== undefined && text !== '') return text;
  return readProc(`/proc/${pid}/comm`)?.toString('utf8').trim() ?? null;
}

function listeningSockets(): ListeningSocket[] {
  return ['/proc/self/net/tcp', '/proc/self/net/tcp6'].flatMap((path) =>
    parseListeningSockets(readProc(path)?.toString('latin1') ?? ''),
  );
}

/** The socket inodes a process has open. Empty when it has ended or belongs to somebody else. */
function socketInodes(pid: number): Set<string> {
  const inodes = new Set<string>();
  let names: string[];
  try {
    names = readdirSync(`/proc/${pid}/fd`);
  } catch {
    return inodes;
  }
  for (const name of names) {
    const inode = /^socket:\[(\d+)\]$/.exec(linkTarget(`/proc/${pid}/fd/${name}`))?.[1];
    if (inode !== undefined) inodes.add(inode);
  }
  return inodes;
}

/** Empty when the descriptor has been closed meanwhile. */
function linkTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function portOwner(port: number): PortOwner | null {
  const inodes = listeningSockets()
    .filter((socket) => socket.port === port)
    .map((socket) => socket.inode);
  if (inodes.length === 0) return null;
  for (const pid of processIds()) {
    const open = socketInodes(pid);
    if (inodes.some((inode) => open.has(inode))) return { pid, command: command(pid) };
  }
  return { pid: null, command: null };
}

function listeningPorts(pids: readonly number[]): Map<number, number[]> {
  const sockets = listeningSockets();
  const found = new Map<number, number[]>();
  for (const pid of pids) {
    const open = socketInodes(pid);
    const ports = new Set(sockets.filter(({ inode }) => open.has(inode)).map(({ port }) => port));
    if (ports.size > 0)
      found.set(
        pid,
        [...ports].sort((a, b) => a - b),
      );
  }
  return found;
}
