import type { Platform, ProcessUsage } from '../platform/platform.ts';
import type { MeasureProcesses, Usage } from './measureProcesses.ts';
import { measureProcesses } from './measureProcesses.ts';

interface Seen extends ProcessUsage {
  readonly at: number;
}

/** The cheapest way there is on this system: the platform's own, which starts and awaits nothing, else pidusage. */
export function createMeasure({ usage }: Pick<Platform, 'usage'>): MeasureProcesses {
  if (usage === undefined) return measureProcesses;
  const meter = new CpuMeter(usage);
  return (pids) => Promise.resolve(meter.measure(pids));
}

/** CPU in percent, from what processes have used between two looks. */
export class CpuMeter {
  readonly #usage: (pid: number) => ProcessUsage | undefined;
  readonly #now: () => number;
  #seen = new Map<number, Seen>();

  /** `now` is in milliseconds and never jumps. */
  constructor(usage: (pid: number) => ProcessUsage | undefined, now: () => number = () => performance.now()) {
    this.#usage = usage;
    this.#now = now;
  }

  /** By pid. CPU of a process that the last look did not see is 0; whoever has ended is missing. */
  measure(pids: readonly number[]): Record<number, Usage> {
    const measured: Record<number, Usage> = {};
    const seen = new Map<number, Seen>();
    for (const pid of pids) {
      const used = this.#usage(pid);
      if (used === undefined) continue;
      const last = this.#seen.get(pid);
      const now = { ...used, at: this.#now() };
      seen.set(pid, now);
      measured[pid] = { cpu: last?.start === used.start ? cpuBetween(last, now) : 0, memory: used.memory };
    }
    this.#seen = seen;
    return measured;
  }
}

function cpuBetween(before: Seen, after: Seen): number {
  const ms = after.at - before.at;
  return ms > 0 ? Math.max(0, (100 * (after.cpuMs - before.cpuMs)) / ms) : 0;
}
