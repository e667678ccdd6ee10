import type { MetricsRow } from '../protocol/model.ts';

/** An instance that uses more memory than it may. */
export interface Excess {
  readonly instance: string;
  readonly bytes: number;
  readonly limit: number;
}

/** The process of each instance whose excess has been told: pid by instance id. */
export type Told = ReadonlyMap<string, number>;

/**
 * The instances whose whole process tree uses more than their limit, by instance id and in bytes. One that was
 * told of is left out as long as it has the same process, so that nothing is asked twice of an instance that takes
 * its time to end, or whose replacement fails. `pids` has the root process of each row.
 */
export function findExcess(
  rows: readonly Pick<MetricsRow, 'instance' | 'memory'>[],
  pids: ReadonlyMap<string, number>,
  limits: ReadonlyMap<string, number>,
  told: Told,
): { readonly excess: readonly Excess[]; readonly told: Told } {
  const stillTold = [...told].filter(([instance, pid]) => pids.get(instance) === pid);
  const nowTold = new Map(stillTold);
  const excess: Excess[] = [];
  for (const { instance, memory: bytes } of rows) {
    const limit = limits.get(instance);
    const pid = pids.get(instance);
    if (limit === undefined || pid === undefined || bytes <= limit || nowTold.has(instance)) continue;
    nowTold.set(instance, pid);
    excess.push({ instance, bytes, limit });
  }
  return { excess, told: nowTold };
}
