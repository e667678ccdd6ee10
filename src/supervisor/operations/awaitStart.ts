import type { Outcome } from '../../protocol/contract.ts';
import type { Instance } from '../instance.ts';
import type { Waiters } from '../waitFor.ts';
import { isLaunched, isSettled, waitsInVain } from '../waitFor.ts';
import { failedBy } from './failedBy.ts';
import type { Target } from './operationTarget.ts';
import { failed, succeeded } from './operationTarget.ts';

export interface WaitOptions {
  /** Until every instance is online or has failed; otherwise only until all are launching. */
  readonly wait?: boolean | undefined;
  /** From when it is its turn to come up. */
  readonly waitTimeoutMs?: number | undefined;
}

/** PMDaemon documents 30 s for its blocking start. */
const defaultWaitMs = 30_000;

/** What becomes of instances that were told to start. */
export async function awaitStart(
  target: Target,
  chosen: readonly Instance[],
  { wait = false, waitTimeoutMs = defaultWaitMs }: WaitOptions,
  waiters: Waiters,
): Promise<Outcome> {
  const reached = wait ? (one: Instance) => isSettled(one) || waitsInVain(one) : isLaunched;
  const inTime = await Promise.all(
    chosen.map(async (one) => {
      if (!wait) return waiters.until(one, () => reached(one));
      // What waits for others to come up is not late.
      await waiters.until(one, () => !one.turn.isWaiting);
      return waiters.until(one, () => reached(one), waitTimeoutMs);
    }),
  );
  const failure = chosen.find(({ status }) => status === 'errored');
  if (failure !== undefined) return failedBy(failure, target, waiters);
  const vain = chosen.find(waitsInVain)?.problem;
  if (vain !== undefined && vain !== null) return failed(target, vain);
  if (inTime.includes(false)) {
    const known = chosen.find((one, index) => inTime[index] === false && one.problem !== null);
    if (known !== undefined) return failedBy(known, target, waiters);
    const data = { timeout: `${waitTimeoutMs / 1000} s` };
    return failed(target, { code: 'timeout', severity: 'error', data });
  }
  return succeeded(target);
}
