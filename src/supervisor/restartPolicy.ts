import type { AppSpec } from '../ecosystem/appSpec.ts';

/** The options of an app that decide what follows an exit. */
export type RestartOptions = Pick<
  AppSpec,
  | 'autorestart'
  | 'stopExitCodes'
  | 'minUptimeMs'
  | 'maxRestarts'
  | 'restartDelayMs'
  | 'expBackoffMs'
  | 'oneShot'
>;

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  /** From launch to exit. */
  readonly uptimeMs: number;
}

export type Decision =
  | { readonly kind: 'restart'; readonly delayMs: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'completed' }
  | { readonly kind: 'errored' };

/** PM2's cap of `exp_backoff_restart_delay`, and the uptime after which its delay starts over. */
const maxBackoffMs = 15_000;
const backoffResetMs = 30_000;
const backoffFactor = 1.5;

/**
 * What happens after exits, as an immutable value: `next` returns the decision and the policy that follows.
 * Only unstable exits in a row (uptime below `min_uptime`) count towards `max_restarts`, whatever delays lie
 * between them; one stable run sets the count back.
 */
export interface RestartPolicy {
  readonly unstableExits: number;
  /** The last delay given by the exponential back-off; null when it starts over. */
  readonly backoffMs: number | null;
}

export const freshPolicy: RestartPolicy = { unstableExits: 0, backoffMs: null };

export function next(
  policy: RestartPolicy,
  options: RestartOptions,
  exit: Exit,
): { readonly decision: Decision; readonly policy: RestartPolicy } {
  if (exit.code !== null && options.stopExitCodes.includes(exit.code)) {
    return { decision: { kind: 'stopped' }, policy: freshPolicy };
  }
  if (!options.autorestart || options.oneShot) {
    return exit.code === 0
      ? { decision: { kind: 'completed' }, policy: freshPolicy }
      : { decision: { kind: 'errored' }, policy };
  }
  const stable = exit.uptimeMs >= options.minUptimeMs;
  const unstableExits = stable ? 0 : policy.unstableExits + 1;
  if (!stable && unstableExits >= options.maxRestarts) {
    return { decision: { kind: 'errored' }, policy: { ...policy, unstableExits } };
  }
  const before = exit.uptimeMs >= backoffResetMs ? null : policy.backoffMs;
  if (options.expBackoffMs !== null && options.expBackoffMs > 0) {
    const backoffMs =
      before === null ? options.expBackoffMs : Math.min(maxBackoffMs, Math.floor(before * backoffFactor));
    return { decision: { kind: 'restart', delayMs: backoffMs }, policy: { unstableExits, backoffMs } };
  }
  return {
    decision: { kind: 'restart', delayMs: options.restartDelayMs },
    policy: { unstableExits, backoffMs: null },
  };
}
