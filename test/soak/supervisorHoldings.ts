import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** How many of each thing somebody has; what it has none of is left out. */
export type Counts = Readonly<Record<string, number>>;

export interface Paths {
  /** The project. */
  readonly folder: string;
  readonly runtimeDir: string;
  readonly stateDir: string;
  /** Where it makes its temporary files. */
  readonly temporary: string;
}

/**
 * What a process has open, by the system's own account: file descriptors by kind, inotify watches, children by state,
 * threads, and its files.
 */
export function holdingsOf(pid: number, paths: Paths): Counts {
  const counts = new Map<string, number>();
  const add = (what: string, count = 1): void => {
    if (count > 0) counts.set(what, (counts.get(what) ?? 0) + count);
  };
  const logs = new Set<string>();
  for (const fd of readdirSync(`/proc/${pid}/fd`)) {
    const target = read(() => readlinkSync(`/proc/${pid}/fd/${fd}`));
    if (target === undefined) continue;
    const kind = kindOf(target, paths);
    add(kind === 'log' && logs.has(target) ? 'fd log once more' : `fd ${kind}`);
    if (kind === 'log') logs.add(target);
    if (target === 'anon_inode:inotify') {
      const info = read(() => readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8')) ?? '';
      for (const [, inode] of info.matchAll(/^inotify .*\bino:([0-9a-f]+)/gm)) {
        add(`inotify watch of ${watchedPath(parseInt(inode ?? '', 16), paths)}`);
      }
    }
  }
  for (const child of childrenOf(pid)) add(isZombie(child) ? 'zombie' : 'child');
  add('thread', readdirSync(`/proc/${pid}/task`).length);
  add('file in tmp', readdirSync(paths.temporary, { recursive: true }).length);
  const own = readdirSync(paths.runtimeDir);
  add('file in runtime folder', own.length);
  if (own.includes('io')) add('fifo file', readdirSync(join(paths.runtimeDir, 'io')).length);
  const state = readdirSync(paths.stateDir, { recursive: true, encoding: 'utf8' });
  add('file in state folder', state.filter((name) => !name.startsWith('logs')).length);
  return Object.fromEntries([...counts].toSorted(([a], [b]) => a.localeCompare(b)));
}

/** MiB resident; 0 when it has ended. */
export function residentMiB(pid: number): number {
  const status = read(() => readFileSync(`/proc/${pid}/status`, 'utf8')) ?? '';
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}

/** Seconds of CPU that a process has used. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function kindOf(target: string, { runtimeDir, stateDir }: Paths): string {
  if (target.startsWith(runtimeDir)) return 'fifo';
  if (target.startsWith(join(stateDir, 'logs'))) return 'log';
  if (target.startsWith(stateDir)) return 'own file';
  const measured = /^\/proc\/(\d+)\/stat$/.exec(target)?.[1];
  if (measured !== undefined) return existsSync(`/proc/${measured}`) ? 'of a process' : 'of an ended process';
  if (target.includes('(deleted)')) return 'deleted file';
  return /^(\w+):\[\d+\]$/.exec(target)?.[1] ?? target;
}

/** The project's relative to it; the runtime folder is watched all the time. */
function watchedPath(inode: number, { folder, runtimeDir }: Paths): string {
  if (statSync(runtimeDir).ino === inode) return 'the runtime folder';
  const names = ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })];
  const found = names.find((name) => read(() => statSync(join(folder, name)))?.ino === inode);
  return found ?? `inode ${inode}`;
}

function childrenOf(pid: number): number[] {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const texts = tasks.map(
    (task) => read(() => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')) ?? '',
  );
  return texts.flatMap((text) => text.split(' ').map(Number)).filter((child) => child > 0);
}

function isZombie(pid: number): boolean {
  const stat = read(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat !== undefined && / Z /.test(stat.slice(stat.lastIndexOf(')')));
}

/** undefined when it has gone meanwhile. */
function read<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}
