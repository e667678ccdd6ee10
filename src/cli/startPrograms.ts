import type { SupervisorClient } from '../client/supervisorClient.ts';
import { normaliseDefinition } from '../ecosystem/normaliseDefinition.ts';
import type { Definition } from '../ecosystem/normaliseDefinition.ts';
import type { Params, Result } from '../protocol/contract.ts';
import type { Problem } from '../protocol/model.ts';
import { problemLine } from './describe.ts';
import type { GivenFlag } from './startFlags.ts';
import { UserError } from './userError.ts';

/** What was typed of apps that have no file. */
export interface ProgramOptions {
  readonly given: readonly GivenFlag[];
  readonly watch?: boolean | null | undefined;
  /** Where relative paths start. */
  readonly cwd: string;
}

/**
 * The definitions of programs that are to become apps. Throws `UserError` for options that cannot be read, and for
 * programs that would have the same name.
 */
export function defineApps(
  scripts: readonly string[],
  { given, watch, cwd }: ProgramOptions,
): readonly Definition[] {
  const names = new Set<string>();
  return scripts.map((script) => {
    const definition = {
      options: {
        script,
        ...(typeof watch === 'boolean' ? { watch } : {}),
        ...Object.fromEntries(given.map(({ option, value }) => [option, value])),
      },
      cwd,
    };
    const { spec, problems } = normaliseDefinition(definition);
    if (spec === null) throw new UserError(problems.map((one) => problemLine(one, cwd)).join('\n'), 2);
    if (names.has(spec.name)) {
      throw new UserError(
        `Two apps would be named "${spec.name}". Start each by itself, with another --name.`,
        2,
      );
    }
    names.add(spec.name);
    return definition;
  });
}

/** How apps are to come up. */
export type HowToStart = Omit<Params<'apps/add'>, 'options' | 'cwd'>;

export interface AddedApps extends Result<'apps/apply'> {
  /** What keeps some from being added, and what else is worth knowing. */
  readonly problems: readonly Problem[];
  /** Some were not added. */
  readonly isRefused: boolean;
}

/** Adds apps and starts them. */
export async function addApps(
  client: SupervisorClient,
  definitions: readonly Definition[],
  how: HowToStart,
): Promise<AddedApps> {
  const answers = await Promise.all(
    definitions.map((definition) => client.request('apps/add', { ...definition, ...how })),
  );
  return {
    outcomes: answers.flatMap(({ outcomes }) => outcomes),
    applied: answers.flatMap(({ applied }) => applied),
    problems: answers.flatMap(({ problems }) => problems),
    isRefused: answers.some(({ app }) => app === null),
  };
}
