import type { Random } from '../random.ts';

/** What is done to the apps, after so many milliseconds of quiet. */
export interface RolloutStep {
  readonly waitMs: number;
  readonly app: number;
  readonly does:
    | 'start'
    | 'stop'
    | 'stop one'
    | 'start one'
    | 'restart'
    | 'restart one'
    | 'reload'
    | 'save'
    | 'cron'
    | 'scale'
    | 'edit'
    | 'apply'
    | 'kill'
    | 'unhealthy'
    | 'memory'
    | 'hold'
    | 'release';
  /** Which instance, how many of them, how many at a time, or which change: as it needs. */
  readonly number: number;
  /** Whether the step waits for its answer before the next one. */
  readonly waits: boolean;
}

/** Requests and exits that interleave over a few apps. */
export interface RolloutCase {
  readonly seed: number;
  readonly crashes: boolean;
  readonly steps: readonly RolloutStep[];
  readonly last: 'start' | 'stop';
}

const acts: readonly RolloutStep['does'][] = [
  ...(['start', 'start', 'stop', 'stop one', 'start one', 'restart', 'restart one'] as const),
  ...(['reload', 'reload', 'reload', 'save', 'save', 'cron', 'scale', 'scale', 'edit', 'apply'] as const),
  ...(['kill', 'kill', 'unhealthy', 'memory', 'hold', 'release'] as const),
];

export function rolloutCase(random: Random): RolloutCase {
  return {
    seed: random.seed(),
    crashes: random.chance(0.3),
    steps: [
      ...random.list(2, (app): RolloutStep => ({
        waitMs: 0,
        app,
        does: 'start',
        number: 0,
        waits: random.chance(0.7),
      })),
      ...random.list(random.between(1, 14), (): RolloutStep => ({
        waitMs: random.pick([
          0,
          0,
          random.between(0, 50),
          random.between(0, 1_500),
          random.between(0, 12_000),
        ]),
        app: random.between(0, 4),
        does: random.pick(acts),
        number: random.between(0, 6),
        waits: random.chance(0.3),
      })),
    ],
    last: random.chance(0.5) ? 'start' : 'stop',
  };
}
