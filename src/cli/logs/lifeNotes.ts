import type { InstanceInfo } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';

/** Something to say between the lines of an instance. */
export interface LifeNote {
  readonly instance: string;
  readonly text: string;
  /** Epoch milliseconds at which a process began whose lines come after it; null when none has begun. */
  readonly begins: number | null;
}

/** What happened to an instance between two states of it. `before` is undefined when it has just come. */
export function lifeNotes(before: InstanceInfo | undefined, after: InstanceInfo): readonly LifeNote[] {
  const { id: instance, exit, problem, status, startedAt, restarts } = after;
  const notes: LifeNote[] = [];
  const say = (text: string, begins: number | null = null): void => {
    notes.push({ instance, text, begins });
  };
  if (before === undefined) {
    if (startedAt !== null) say('started', startedAt);
    return notes;
  }
  if (exit !== null && exit.at !== before.exit?.at) {
    say(exit.signal === null ? `exited with code ${exit.code ?? 'unknown'}` : `ended by ${exit.signal}`);
  }
  if (status === 'errored' && before.status !== 'errored') {
    say(problem === null ? 'errored' : `errored: ${describeProblem(problem)}`);
  }
  if (startedAt !== null && startedAt !== before.startedAt) {
    say(restarts > 0 ? `restarted (${countOf(restarts)})` : 'started', startedAt);
  }
  return notes;
}

function countOf(restarts: number): string {
  return restarts === 1 ? '1 restart' : `${restarts} restarts`;
}
