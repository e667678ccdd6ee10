import { existsSync } from 'node:fs';
import { readProcRecord } from './readProc.ts';
import { tokenIn } from './tokenIn.ts';

/** Pids are not given away anew within this time: that would take tens of thousands of processes. */
const pidsLastMs = 250;
/**
 * As many of the newest pids may be of processes that have not got their own program, and with it their environment,
 * yet. Threads have pids too, and on a busy machine hundreds begin before one that was forked is let on.
 */
const beginners = 1024;

/**
 * The tokens of all processes. Whoever was found to have none a moment ago is not looked at again: a stop looks
 * while the process is still ending, and then once more. A zombie has no environment any more, so nobody dead is in
 * here. `processIds` lists all.
 */
export function createTokenReader(processIds: () => readonly number[]): () => Map<number, string> {
  let last = { at: -Infinity, newest: 0, without: new Set<number>() };
  let empty = new Set<number>();
  return () => {
    const at = performance.now();
    const newest = Number(startMark());
    const isFresh = at - last.at < pidsLastMs && newest >= last.newest;
    const settled = isFresh ? last.newest - beginners : 0;
    const without = new Set<number>();
    const found = new Map<number, string>();
    const stillEmpty = new Set<number>();
    const sort = (pid: number, environment: Buffer | undefined): void => {
      const token = environment === undefined ? undefined : tokenIn(environment);
      if (token !== undefined) found.set(pid, token);
      else without.add(pid);
      if (environment?.length === 0) stillEmpty.add(pid);
    };
    const begun: number[] = [];
    for (const pid of processIds()) {
      const isKnown = pid <= settled && last.without.has(pid);
      const environment = isKnown ? undefined : readEnvironment(pid);
      if (isKnown && empty.has(pid)) stillEmpty.add(pid);
      if (environment?.length === 0 && !empty.has(pid)) begun.push(pid);
      else sort(pid, environment);
    }
    for (const [pid, environment] of waitForEnvironments(begun)) sort(pid, environment);
    last = { at, newest, without };
    empty = stillEmpty;
    return found;
  };
}

/** How often an environment is looked at that is empty while a program takes the place of another: for about 1 ms. */
const execLooks = 100;
/** On a busy machine the system lets a process stand in the middle of that. One that has no variables has none then. */
const execWaits = { ms: 2, times: 10 };
const pause = new Int32Array(new SharedArrayBuffer(4));

/** The environments of processes that had none a moment ago, as soon as they have one. */
function waitForEnvironments(pids: readonly number[]): ReadonlyMap<number, Buffer | undefined> {
  const environments = new Map<number, Buffer | undefined>();
  let left = pids;
  for (let wait = 0; wait < execWaits.times && left.length > 0; wait += 1) {
    Atomics.wait(pause, 0, 0, execWaits.ms);
    for (const pid of left) environments.set(pid, readEnvironment(pid));
    left = left.filter((pid) => environments.get(pid)?.length === 0);
  }
  return environments;
}

/**
 * The environment of a process; undefined when it has none, as a zombie and a thread of the kernel. Those have no
 * program either: asking for that first costs a tenth of an open that fails, and a machine has a hundred of them.
 */
function readEnvironment(pid: number): Buffer | undefined {
  if (!existsSync(`/proc/${pid}/exe`)) return undefined;
  const path = `/proc/${pid}/environ`;
  let environment = readProcRecord(path);
  for (let look = 0; look < execLooks && environment?.length === 0; look += 1) {
    environment = readProcRecord(path);
  }
  return environment;
}

/** The last pid given away, which threads count up too. */
export function startMark(): string {
  return readProcRecord('/proc/loadavg')?.toString('latin1').trim().split(' ').at(-1) ?? '';
}
