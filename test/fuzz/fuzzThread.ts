import { parentPort, workerData } from 'node:worker_threads';
import { runTarget } from './runTarget.ts';
import type { Run } from './runTarget.ts';
import { targets } from './targets.ts';

/** What a thread is to do; `current` is where it tells the seed of the case it is at, and how many it has had. */
export interface FuzzTask {
  readonly target: string;
  readonly seed: number;
  readonly milliseconds: number;
  readonly current: Int32Array;
}

export type FuzzResult = Run;

// Fuzzes one target in a thread of its own: one that hangs or runs out of memory can be ended from outside.
const { target: name, seed, milliseconds, current } = workerData as FuzzTask;
const target = targets.find((one) => one.name === name);
if (target === undefined) throw new Error(`There is no target "${name}".`);
const end = Date.now() + milliseconds;
const run = await runTarget(target, {
  seed,
  goesOn: () => Date.now() < end,
  begins: (one) => {
    Atomics.store(current, 0, one);
    Atomics.add(current, 1, 1);
  },
});
await target.close?.();
parentPort?.postMessage(run);
