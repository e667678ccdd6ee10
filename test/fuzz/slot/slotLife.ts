import type { SlotEvent } from '../../../src/supervisor/slotState.ts';
import type { Random } from '../random.ts';

/** What happens to a slot from outside, after so many milliseconds of quiet. */
export interface SlotStep {
  readonly waitMs: number;
  readonly does:
    | {
        readonly kind: 'command';
        readonly event: Extract<SlotEvent, { type: 'start' | 'stop' | 'restart' | 'reload' }>;
      }
    /** The health check of a process has failed too often. */
    | { readonly kind: 'unhealthy'; readonly whom: 'serving' | 'other' }
    /** A debugger has it at a breakpoint, or lets go. */
    | { readonly kind: 'hold'; readonly on: boolean }
    /** Whatever it waits for is there, or has gone. */
    | { readonly kind: 'dependencies'; readonly met: boolean }
    /** Another plan is taken over: the settings are thrown anew. */
    | { readonly kind: 'settings'; readonly seed: number };
}

/** One life of a slot: what it is asked, and the seed of everything that its processes do by themselves. */
export interface SlotLife {
  readonly seed: number;
  readonly steps: readonly SlotStep[];
  readonly last: 'start' | 'stop' | 'drain';
}

/** A random life of a slot. */
export function slotLife(random: Random): SlotLife {
  return {
    seed: random.seed(),
    steps: random.list(random.between(5, 40), () => ({
      waitMs: random.chance(0.2) ? 0 : random.between(0, 3_000),
      does: step(random),
    })),
    last: random.pick(['start', 'start', 'stop', 'drain']),
  };
}

function step(random: Random): SlotStep['does'] {
  const dice = random.next();
  if (dice < 0.06) return { kind: 'unhealthy', whom: random.pick(['serving', 'other']) };
  if (dice < 0.12) return { kind: 'hold', on: random.chance(0.5) };
  if (dice < 0.18) return { kind: 'dependencies', met: random.chance(0.7) };
  if (dice < 0.24) return { kind: 'settings', seed: random.seed() };
  return { kind: 'command', event: command(random) };
}

function command(random: Random): Extract<SlotStep['does'], { kind: 'command' }>['event'] {
  const dice = random.next();
  if (dice < 0.3) return { type: 'start' };
  if (dice < 0.5) return { type: 'stop', drain: random.chance(0.3) };
  if (dice < 0.6) return { type: 'restart', reason: 'manual' };
  if (dice < 0.7) return { type: 'restart', reason: 'watch' };
  return { type: 'reload', reason: random.pick(['manual', 'manual', 'watch', 'memory', 'cron']) };
}
