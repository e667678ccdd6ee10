import { setTimeout as delay } from 'node:timers/promises';
import type { Platform } from './platform/platform.ts';
import type { SavedProcess } from './state.ts';

/** Orphans get this long to end politely. */
const politeMs = 1_600;
const pollMs = 25;

/**
 * Ends what a killed supervisor of this folder left running, and resolves when it is gone. The token in the
 * environment is what counts (`<key>:<generation>:…`); the saved pids are a hint, used only where the start
 * time still fits.
 */
export async function reapOrphans(
  platform: Platform,
  key: string,
  generation: number,
  saved: readonly SavedProcess[],
): Promise<number> {
  const find = async (): Promise<Set<number>> => {
    const marked = await platform.findByToken(`${key}:`);
    const mine = new Set(await platform.findByToken(`${key}:${generation}:`));
    const hinted = saved.filter(({ pid, start }) => platform.startTime(pid) === start).map(({ pid }) => pid);
    return new Set([...marked, ...hinted].filter((pid) => !mine.has(pid)));
  };
  const orphans = await find();
  if (orphans.size === 0) return 0;
  const groups = (await platform.listProcesses()).filter(({ pid, pgid }) => pid === pgid && orphans.has(pid));
  const signal = (pids: Iterable<number>, name: NodeJS.Signals): void => {
    for (const { pgid } of groups) platform.signalGroup(pgid, name);
    for (const pid of pids) platform.signal(pid, name);
  };
  signal(orphans, 'SIGTERM');
  const deadline = performance.now() + politeMs;
  while (performance.now() < deadline && (await find()).size > 0) await delay(pollMs);
  for (let left = await find(); left.size > 0; left = await find()) {
    signal(left, 'SIGKILL');
    await delay(pollMs);
  }
  return orphans.size;
}
