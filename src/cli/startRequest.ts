import path from 'node:path';
import type { Surroundings } from './startArgument.ts';
import { factsOf, meaningOf } from './startArgument.ts';
import type { GivenFlag } from './startFlags.ts';
import { belongsInFile, belongsToScript } from './startRefusals.ts';
import { targetsOf } from './targets.ts';
import { UserError } from './userError.ts';

/** What arguments that are no ecosystem files ask for. */
export interface StartRequest {
  /** Selectors of apps that are known. */
  readonly names: readonly string[];
  /** Scripts, programs and command lines. */
  readonly scripts: readonly string[];
  /** What means nothing. */
  readonly unknown: readonly string[];
}

/**
 * Finds out what arguments of `drover start` mean. Throws `UserError` where options were `given` to an app that has its
 * own already.
 */
export function sortArguments(
  named: readonly string[],
  given: readonly GivenFlag[],
  surroundings: Surroundings,
): StartRequest {
  const names: string[] = [];
  const scripts: string[] = [];
  const unknown: string[] = [];
  const { cwd, snapshot } = surroundings;
  for (const argument of named) {
    const meaning = meaningOf(factsOf(argument, surroundings), given.length > 0);
    switch (meaning.kind) {
      case 'name':
        names.push(...targetsOf([argument], snapshot, cwd));
        break;
      case 'program':
        scripts.push(meaning.script);
        break;
      case 'ofFile':
        throw new UserError(
          belongsInFile(given, path.relative(cwd, meaning.file) || meaning.file, meaning.app.name),
          2,
        );
      case 'defined':
        throw new UserError(belongsToScript(meaning.app, given), 2);
      case 'unknown':
        unknown.push(argument);
    }
  }
  return { names, scripts, unknown };
}
