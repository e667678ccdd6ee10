import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createListenMark } from './listenMark.ts';
import type { ConnectionPorts, Platform, PortOwner, ProcessRow } from './platform.ts';
import { posix } from './posix.ts';
import type { ListeningSocket } from './procNet.ts';
import { parseAcceptedInode, parseListeningSockets } from './procNet.ts';
import { parseProcStat } from './procStat.ts';
import { ProcUsages } from './procUsage.ts';
import { readProc, readProcRecord } from './readProc.ts';
import { shareCalls } from './shareCalls.ts';
import { createTokenReader, startMark } from './tokenReader.ts';

/** Linux through /proc, without starting any program but `mkfifo`. */
export function createLinuxPlatform(): Platform {
  const listProcesses = shareCalls(readProcesses);
  const tokens = shareCalls(createTokenReader(processIds));
  const usages = new ProcUsages();
  let boot: string | undefined;
  return {
    ...posix,
    // Read once: the state is written with it also when no more files can be opened.
    bootId: () => (boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    startTime: (pid) => {
      const row = readProcess(pid);
      return row === undefined || row.zombie ? null : row.start;
    },
    listProcesses,
    startMark,
    listNewProcesses,
    usage: (pid) => usages.read(pid),
    command,
    findByToken: async (prefix) =>
      [...(await tokens())].filter(([, token]) => token.startsWith(prefix)).map(([pid]) => pid),
    expectEnd: () => void tokens(),
    hasAccepted: async (pgid, connection) => {
      const inode = acceptedInode(connection);
      if (inode === undefined || inode === '0') return undefined;
      const group = (await listProcesses()).filter((row) => row.pgid === pgid);
      return group.some(({ pid }) => socketInodes(pid).has(inode));
    },
    portOwner: (port) => Promise.resolve(portOwner(port)),
    listeningPorts: (pids) => Promise.resolve(listeningPorts(pids)),
    listenMark: createListenMark(socketCounts, () =>
      listeningSockets()
        .map(({ inode }) => inode)
        .join(),
    ),
  };
}

function processIds(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0);
}

function readProcess(pid: number): ProcessRow | undefined {
  const text = readProcRecord(`/proc/${pid}/stat`)?.toString('latin1');
  return text === undefined ? undefined : parseProcStat(text);
}

function readProcesses(): ProcessRow[] {
  return processIds()
    .map(readProcess)
    .filter((row) => row !== undefined);
}

function listNewProcesses(known: readonly ProcessRow[]): ProcessRow[] {
  const rows = new Map(known.map((row) => [row.pid, row]));
  return processIds()
    .map((pid) => rows.get(pid) ?? readProcess(pid))
    .filter((row) => row !== undefined);
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

function socketCounts(): string {
  return ['/proc/self/net/sockstat', '/proc/self/net/sockstat6']
    .map((path) => readProc(path)?.toString('latin1') ?? '')
    .join('');
}

/** "0" while nobody has accepted it. A socket of both families is among those of IPv6 for clients of both. */
function acceptedInode(connection: ConnectionPorts): string | undefined {
  const read = (path: string): string | undefined =>
    parseAcceptedInode(readProc(path)?.toString('latin1') ?? '', connection);
  return read('/proc/self/net/tcp') ?? read('/proc/self/net/tcp6');
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
