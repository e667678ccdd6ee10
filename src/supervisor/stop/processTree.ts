import timers from 'node:timers/promises';
import type { Platform, ProcessRow } from '../platform/platform.ts';
import { descendants } from './descendants.ts';
import { indexProcesses } from './processIndex.ts';

/** A launched process and what belongs to it. */
export interface ProcessTarget {
  readonly pid: number;
  /** From `Platform.startTime` right after the launch; null when it had ended by then. */
  readonly start: string | null;
  /** Whether it leads a process group of its own. Instances of a cluster host share the host's. */
  readonly ownGroup: boolean;
  /** Its `DROVER_INSTANCE`, by which even those are found that left its group. Empty when it has none. */
  readonly token: string;
  /** False: only the process itself is signalled and waited for, never its children (the `treekill` option). */
  readonly treekill: boolean;
}

/** Sent as they are. After any other signal a stopped process needs SIGCONT to notice it. */
const jobControl: readonly NodeJS.Signals[] = [
  'SIGKILL',
  'SIGSTOP',
  'SIGTSTP',
  'SIGTTIN',
  'SIGTTOU',
  'SIGCONT',
];

/** Children that are forked between looking and killing take another look; those that keep escaping, another call. */
const killRounds = 5;

/** A look costs a pass over the process table: no shorter pause is kept, whatever is asked for. */
const firstPauseMs = 2;

type Member = Pick<ProcessRow, 'pid' | 'start'>;

/**
 * Everybody who belonged to a target when it was last signalled. A child whose parent has ended is no longer
 * below it, and when it left the group and cleaned its environment this is all that is known of it. Who is ending has
 * no environment any more, but may have its ports for a moment.
 */
const remembered = new WeakMap<ProcessTarget, readonly Member[]>();

/**
 * Signals the target's group and the processes below it that have left the group, and wakes those that are stopped
 * (SIGSTOP, Ctrl+Z), since they would otherwise never see it. False when nobody was there.
 */
export async function signalTarget(
  platform: Platform,
  target: ProcessTarget,
  signal: NodeJS.Signals,
): Promise<boolean> {
  const members = await rememberMembers(platform, target);
  // While its leader was among them a moment ago, the group is the target's.
  const isLed = target.ownGroup && target.treekill && members.some(({ pid }) => pid === target.pid);
  const wholeGroup = isLed || hasGroup(platform, target);
  const singles = members.filter(({ pgid }) => !wholeGroup || pgid !== target.pid);
  const send = (what: NodeJS.Signals): boolean => {
    if (members.length === 0) return false;
    const reachedGroup = wholeGroup && platform.signalGroup(target.pid, what);
    return singles.map(({ pid }) => platform.signal(pid, what)).includes(true) || reachedGroup;
  };
  const reached = send(signal);
  if (reached && !jobControl.includes(signal)) send('SIGCONT');
  if (reached && target.treekill && target.token !== '') platform.expectEnd?.();
  return reached;
}

/** SIGKILL to the group, to everybody below the target and to everybody who carries its token, wherever they went. */
export async function killTarget(platform: Platform, target: ProcessTarget): Promise<void> {
  const signalled = new Set<number>();
  for (let round = 0; round < killRounds; round++) {
    const mark = platform.startMark?.();
    const members = await rememberMembers(platform, target);
    const bearers = await tokenBearers(platform, target);
    remembered.set(target, [...members, ...bearers.flatMap((pid) => memberOf(platform, pid))]);
    const fresh = [...members.map(({ pid }) => pid), ...bearers].filter((pid) => !signalled.has(pid));
    if (hasGroup(platform, target)) platform.signalGroup(target.pid, 'SIGKILL');
    for (const pid of fresh) {
      signalled.add(pid);
      platform.signal(pid, 'SIGKILL');
    }
    // One that forks and ends while the table is read is missed with its child, unless nobody was started.
    const isSure = signalled.size === 0 || mark === platform.startMark?.();
    if (fresh.length === 0 && isSure) return;
  }
}

/** Whether the process, its group and everybody carrying its token have ended. Zombies have. */
export async function isGone(platform: Platform, target: ProcessTarget): Promise<boolean> {
  if (isRunning(platform, target)) return false;
  if (!isEmpty(platform, target) && (await listedMembers(platform, target)).length > 0) return false;
  return (await tokenBearers(platform, target)).length === 0;
}

/**
 * True as soon as `isGone`; false when `capMs` milliseconds have passed or `signal` aborts. Best begun at the
 * process's exit event: it looks at once, then ever less often, every `pauseMs` milliseconds at last (50; the
 * `kill_retry_time` option).
 */
export async function waitUntilGone(
  platform: Platform,
  target: ProcessTarget,
  {
    signal,
    capMs,
    pauseMs = 50,
  }: { readonly signal?: AbortSignal; readonly capMs: number; readonly pauseMs?: number },
): Promise<boolean> {
  const end = performance.now() + capMs;
  for (let nextMs = firstPauseMs; ; nextMs = Math.min(nextMs * 2, Math.max(pauseMs, firstPauseMs))) {
    if (await isGone(platform, target)) return true;
    const left = end - performance.now();
    if (left <= 0 || signal?.aborted === true) return false;
    const abortable = signal === undefined ? {} : { signal };
    await timers.setTimeout(Math.min(nextMs, left), undefined, abortable).catch(ignoreAbort);
  }
}

function isRunning(platform: Platform, target: ProcessTarget): boolean {
  return target.start !== null && platform.startTime(target.pid) === target.start;
}

/** Whether there is a group and it is the target's: its number is given away again only after it has become empty. */
function hasGroup(platform: Platform, target: ProcessTarget): boolean {
  if (!target.ownGroup || !target.treekill || !platform.mayHaveGroup(target.pid)) return false;
  const start = platform.startTime(target.pid);
  return start === null || start === target.start;
}

/**
 * Whether it is certain of a target that does not run, without a look at the process table, that only bearers of the
 * token can be left.
 */
function isEmpty(platform: Platform, target: ProcessTarget): boolean {
  const others = (remembered.get(target) ?? []).filter(({ pid }) => pid !== target.pid);
  return (
    !platform.mayHaveGroup(target.pid) && others.every(({ pid, start }) => platform.startTime(pid) !== start)
  );
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
}

/** None when it has ended. */
function memberOf(platform: Platform, pid: number): readonly Member[] {
  const start = platform.startTime(pid);
  return start === null ? [] : [{ pid, start }];
}

/** From now on they are followed, wherever they go. */
async function rememberMembers(platform: Platform, target: ProcessTarget): Promise<readonly ProcessRow[]> {
  const members = await livingMembers(platform, target);
  remembered.set(target, members);
  return members;
}

async function livingMembers(platform: Platform, target: ProcessTarget): Promise<readonly ProcessRow[]> {
  if (!isRunning(platform, target) && isEmpty(platform, target)) return [];
  return listedMembers(platform, target);
}

async function listedMembers(platform: Platform, target: ProcessTarget): Promise<readonly ProcessRow[]> {
  return membersAmong(await platform.listProcesses(), target);
}

/** Belonging by group or by descent, also from those that belonged when last looked at. */
function membersAmong(rows: readonly ProcessRow[], target: ProcessTarget): readonly ProcessRow[] {
  const { byPid, byGroup, children } = indexProcesses(rows);
  const known = remembered.get(target) ?? [];
  const ours = new Set(known.filter((row) => byPid.get(row.pid)?.start === row.start).map(({ pid }) => pid));
  const root = byPid.get(target.pid);
  // Somebody else has the pid only after the group has become empty.
  if (root === undefined || isOurs(root, target)) {
    ours.add(target.pid);
    if (target.ownGroup && target.treekill)
      for (const row of byGroup.get(target.pid) ?? []) ours.add(row.pid);
  }
  const members = target.treekill ? descendants(ours, children) : ours;
  return [...members].flatMap((pid) => byPid.get(pid) ?? []).filter(({ zombie }) => !zombie);
}

function isOurs(root: ProcessRow, target: ProcessTarget): boolean {
  return target.start === null ? root.zombie : root.start === target.start;
}

async function tokenBearers(platform: Platform, target: ProcessTarget): Promise<number[]> {
  if (!target.treekill || target.token === '') return [];
  return (await platform.findByToken(target.token)).filter((pid) => pid !== process.pid);
}
