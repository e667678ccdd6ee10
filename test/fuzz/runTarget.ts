import type { FuzzTarget } from './fuzzTarget.ts';
import { Random } from './random.ts';
import { shrink } from './shrink.ts';

/** A case for which the property did not hold. */
export interface Failure {
  readonly target: string;
  readonly seed: number;
  /** As simple as it could be made. */
  readonly simplest: unknown;
  /** What the check said of it. */
  readonly message: string;
}

export interface Run {
  readonly cases: number;
  readonly failure: Failure | undefined;
  /** The case that took longest. */
  readonly slowest: { readonly seed: number; readonly ms: number };
}

export interface RunOptions {
  /** That of the first case; each further one has the next number. */
  readonly seed: number;
  /** Whether to go on after so many cases. */
  readonly goesOn: (cases: number) => boolean;
  /** Told before each case. */
  readonly begins?: (seed: number) => void;
}

/** A simpler case is looked for this often. */
const shrinkChecks = 1500;

/** Checks case after case until it is enough, or one fails. */
export async function runTarget(
  target: FuzzTarget,
  { seed: first, goesOn, begins }: RunOptions,
): Promise<Run> {
  let slowest = { seed: first, ms: 0 };
  let cases = 0;
  for (; goesOn(cases); cases += 1) {
    const seed = first + cases;
    begins?.(seed);
    const began = performance.now();
    const one = target.make(new Random(seed));
    const message = await complaint(target, one);
    if (message !== undefined) {
      const failure = await simplified(target, one, seed);
      return { cases: cases + 1, failure, slowest };
    }
    const ms = performance.now() - began;
    if (ms > slowest.ms) slowest = { seed, ms };
  }
  return { cases, failure: undefined, slowest };
}

async function simplified(target: FuzzTarget, one: unknown, seed: number): Promise<Failure> {
  const fails = async (candidate: unknown): Promise<boolean> =>
    (await complaint(target, candidate)) !== undefined;
  const limits = { freeTexts: target.freeTexts ?? [], checks: shrinkChecks };
  const simplest = await shrink(one, fails, limits);
  const message =
    (await complaint(target, simplest)) ?? 'It failed once, and not again: it depends on more than its case.';
  return { target: target.name, seed, simplest, message };
}

/** What the check has to say against a case; undefined when the property holds. */
async function complaint(target: FuzzTarget, one: unknown): Promise<string | undefined> {
  try {
    await target.check(one);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
