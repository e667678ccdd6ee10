import type { Figure } from '../figures.ts';
import { clock } from './beacon.ts';
import type { Contender, Manager } from './contender.ts';
import type { BenchApp, ServerFile } from './site.ts';
import { Site } from './site.ts';

/** A contender that runs, with a folder of its own. */
export interface Opened {
  readonly contender: Contender;
  readonly site: Site;
  readonly manager: Manager;
}

/** Opens all, hands them to `use`, and closes them whatever becomes of it. */
export async function withOpened<T>(
  contenders: readonly Contender[],
  apps: readonly BenchApp[],
  use: (opened: readonly Opened[]) => Promise<T>,
  file?: ServerFile,
): Promise<T> {
  const opened: Opened[] = [];
  try {
    for (const contender of contenders) {
      const site = await Site.create(apps, file);
      opened.push({ contender, site, manager: await contender.open(site) });
    }
    return await use(opened);
  } finally {
    // One that cannot be closed keeps no other running.
    await Promise.allSettled(opened.map(({ manager }) => manager[Symbol.asyncDispose]()));
    for (const { site } of opened) site[Symbol.dispose]();
  }
}

/** One that runs an app. */
export interface Running extends Opened {
  /** Of the instances, the longest running first. */
  readonly pids: number[];
}

/** Has those that can run `app` start it, hands them to `use`, and closes them. */
export function withRunning<T>(
  contenders: readonly Contender[],
  app: BenchApp,
  use: (running: readonly Running[]) => Promise<T>,
  file?: ServerFile,
): Promise<T> {
  const able = contenders.filter(({ hasCluster }) => hasCluster || !app.isCluster);
  const useAll = async (opened: readonly Opened[]): Promise<T> => {
    const running: Running[] = [];
    for (const one of opened) {
      const since = clock();
      const answered = one.manager.start(app);
      const seen = await one.site.beacon.listening(app.instances, since);
      await answered;
      running.push({ ...one, pids: seen.map(({ pid }) => pid) });
    }
    const result = await use(running);
    for (const { manager } of running) await manager.stop(app);
    return result;
  };
  return withOpened(able, [app], useAll, file);
}

/**
 * Measures all contenders `rounds` times, one after the other in each round and another one first in each, after one
 * round that does not count. What has come to nothing is undefined.
 */
export async function interleaved<O extends { readonly contender: Contender }>(
  all: readonly O[],
  rounds: number,
  measure: (one: O) => Promise<number | undefined>,
): Promise<readonly Figure[]> {
  const figures = all.map(({ contender: { name, role } }) => ({ name, role, samples: [] as number[] }));
  for (let round = 0; round <= rounds; round += 1) {
    for (let turn = 0; turn < all.length; turn += 1) {
      const index = (turn + round) % all.length;
      const [one, figure] = [all[index], figures[index]];
      if (one === undefined || figure === undefined) continue;
      const took = await measure(one);
      if (round > 0 && took !== undefined) figure.samples.push(took);
    }
  }
  return figures;
}

/** Those that have what an app needs. */
export function fitting(opened: readonly Opened[], { isCluster }: BenchApp): readonly Opened[] {
  return opened.filter(({ contender }) => contender.hasCluster || !isCluster);
}
