import type { InstanceInfo } from '../../protocol/model.ts';
import type { Translate } from '../../ecosystem/translate.ts';

type Run = Pick<InstanceInfo, 'name' | 'status' | 'pid' | 'exit'>;

/**
 * What a terminal says between two states of an instance: a process of it has ended, another one has started.
 * `before` is undefined at the beginning.
 */
export function runNotes(before: Run | undefined, now: Run, t: Translate): readonly string[] {
  if (before?.pid === now.pid) return [];
  const notes: string[] = [];
  const hasEnded = (before?.pid ?? null) !== null && now.exit !== null;
  if (hasEnded && now.status !== 'reloading')
    notes.push(t('{0} ended with {1}', now.name, exitText(now.exit)));
  if (now.pid !== null) notes.push(t('{0} started, process {1}', now.name, now.pid));
  else if (!hasEnded) notes.push(t('{0} does not run: {1}', now.name, now.status));
  return notes;
}

/** `exit code 1` or `SIGKILL`: how a process ended. */
export function exitText({
  code,
  signal,
}: Pick<NonNullable<InstanceInfo['exit']>, 'code' | 'signal'>): string {
  return signal ?? `exit code ${code ?? '?'}`;
}
