import type { Command } from 'commander';
import { Option } from 'commander';
import type { GivenFlag } from './startFlags.ts';

export interface VariableOptions {
  readonly env?: readonly string[];
  readonly e?: readonly string[];
}

/** Adds `--env` and `-e`, which mean two things each and may be given several times. */
export function addVariables(command: Command): void {
  const collect = (typed: string, earlier: readonly string[] = []): string[] => [...earlier, typed];
  const env = new Option('--env <profile|KEY=value>', 'use the variables of env_<profile>, or set one');
  const e = new Option('-e <KEY=value|path>', 'set a variable; without "=", the file for errors, as in PM2');
  command.addOption(env.argParser(collect)).addOption(e.argParser(collect));
}

/** What they come to: variables and a log file are options of an app, a profile is one of the start. */
export function variablesOf({ env = [], e = [] }: VariableOptions): {
  readonly profile: string | undefined;
  readonly flags: readonly GivenFlag[];
} {
  const variables = [...env, ...e].flatMap((typed) => {
    const [, name, value] = assignment.exec(typed) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  const other = (typed: readonly string[]): string | undefined =>
    typed.findLast((one) => !assignment.test(one));
  const errorFile = other(e);
  return {
    profile: other(env),
    flags: [
      ...(variables.length === 0
        ? []
        : [{ flag: '-e', option: 'env', value: Object.fromEntries(variables) }]),
      ...(errorFile === undefined ? [] : [{ flag: '-e', option: 'error_file', value: errorFile }]),
    ],
  };
}

const assignment = /^([A-Za-z_]\w*)=(.*)$/s;
