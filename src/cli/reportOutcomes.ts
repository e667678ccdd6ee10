import { stripVTControlCharacters } from 'node:util';
import type { Outcome } from '../protocol/contract.ts';
import type { Snapshot } from '../protocol/model.ts';
import { describeProblem } from '../protocol/problems.ts';
import type { World } from './world.ts';

/** Says on stderr what failed and why, with the last lines of what failed below. Returns the exit code. */
export function reportOutcomes(world: World, outcomes: readonly Outcome[], snapshot: Snapshot): 0 | 1 {
  const names = new Map([...snapshot.apps, ...snapshot.instances].map(({ id, name }) => [id, name]));
  const failures = outcomes.filter(({ ok }) => !ok);
  for (const { app, instance, problem, output } of failures) {
    const id = instance ?? app;
    const reason = problem === null ? 'It failed.' : describeProblem(problem);
    world.stderr.write(`${names.get(id) ?? id}: ${reason}\n`);
    for (const { text } of output?.lines ?? []) {
      // Colours and the like were meant for the place where the app wrote them.
      world.stderr.write(`    ${stripVTControlCharacters(text)}\n`);
    }
  }
  return failures.length === 0 ? 0 : 1;
}
