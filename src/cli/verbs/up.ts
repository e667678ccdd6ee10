import type { Command } from 'commander';
import type { CommandLine } from '../commandLine.ts';
import type { ParallelOptions } from '../options.ts';
import {
  commaList,
  devHelp,
  devOf,
  noDevHelp,
  parallelHelp,
  parallelOf,
  positiveNumber,
  watchHelp,
  watchOf,
} from '../options.ts';
import { addStartFlags, givenFlags } from '../startFlags.ts';
import type { VariableOptions } from '../startVariables.ts';
import { addVariables, variablesOf } from '../startVariables.ts';
import { ownProcess } from '../up/ownProcess.ts';
import type { UpFormat } from '../up/upOutput.ts';
import { up } from '../up/up.ts';
import type { AsTyped } from './start.ts';
import { splitArguments } from './start.ts';

interface UpOptions extends ParallelOptions, VariableOptions {
  readonly dev?: boolean;
  readonly watch?: boolean;
  readonly only?: string[];
  readonly json: boolean;
  readonly raw: boolean;
  readonly prefix: boolean;
  readonly autoExit: boolean;
  readonly exitOnFailure: boolean;
}

const ending = `
It ends with 0 when it was stopped by a signal, and when every app was done or
was stopped; with 1 when nothing runs any more and an app has failed, and when
an ecosystem file is broken. As process 1 it reaps orphans.`;

export function addUp({ program, world, run }: CommandLine): void {
  const verb = program
    .command('up')
    .description(
      'run apps in the foreground, for containers: shows their output, stops them in order on SIGTERM, SIGINT, SIGQUIT or SIGHUP (a second one hurries), and reloads them on SIGUSR2',
    )
    .argument(
      '[what...]',
      'as for "drover start": ecosystem files, names of their apps, scripts and commands',
    )
    .option('--only <names>', 'only these apps of the files, separated by commas', commaList)
    .option('--json', 'show the output as JSON: an object on each line', false)
    .option('--raw', 'show the output as it was written', false)
    .option('--no-prefix', 'the same as --raw')
    .option('--no-auto-exit', 'stay when nothing runs any more')
    .option('--exit-on-failure', 'end as soon as one app is given up', false)
    .option('--dev', devHelp)
    .option('--no-dev', noDevHelp)
    .option('--watch', watchHelp)
    .option('--parallel <n>', parallelHelp, positiveNumber)
    .addHelpText('after', ending);
  addVariables(verb);
  addStartFlags(verb);
  verb.action((named: string[], { only = [], ...options }: UpOptions, command: Command) => {
    const { profile, flags } = variablesOf(options);
    const [what, args] = splitArguments(named, (program as AsTyped).rawArgs);
    return run(
      up(
        world,
        what,
        {
          ...(profile === undefined ? {} : { profile }),
          ...devOf(options),
          ...watchOf(options),
          ...parallelOf(options),
          only,
          given: [...givenFlags(command), ...flags, ...args],
          format: formatOf(options),
          autoExit: options.autoExit,
          exitOnFailure: options.exitOnFailure,
        },
        ownProcess,
      ),
    );
  });
}

function formatOf({ json, raw, prefix }: Pick<UpOptions, 'json' | 'raw' | 'prefix'>): UpFormat {
  if (json) return 'json';
  return raw || !prefix ? 'raw' : 'text';
}
