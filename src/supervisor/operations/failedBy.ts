import type { Outcome } from '../../protocol/contract.ts';
import type { Problem } from '../../protocol/model.ts';
import type { Instance } from '../instance.ts';
import type { Waiters } from '../waitFor.ts';
import type { Target } from './operationTarget.ts';
import { failed } from './operationTarget.ts';

/** The output of a process that has ended is read by then, unless something else holds its streams open. */
const lastWordsMs = 500;

/** An end with code 0 is no problem of an instance, and yet not what was asked for. */
const ended: Problem = { code: 'crashed', severity: 'error', data: { exit: 'code 0', uptime: 'a moment' } };

/** The outcome of a target whose `instance` failed: why, and the lines that the failed process wrote last. */
export async function failedBy(instance: Instance, target: Target, waiters: Waiters): Promise<Outcome> {
  await waiters.until(instance, () => !instance.troubles.isSpeaking, lastWordsMs);
  const outcome = failed(target, instance.problem ?? ended);
  const lines = instance.troubles.lastWords;
  return lines.length === 0 ? outcome : { ...outcome, output: { instance: instance.id, lines } };
}
