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
  profileHelp,
  profileOf,
  watchHelp,
  watchOf,
} from '../options.ts';
import { ownProcess } from '../up/ownProcess.ts';
import type { UpFormat } from '../up/upOutput.ts';
import { up } from '../up/up.ts';

interface UpOptions extends ParallelOptions {
  readonly env?: string;
  readonly dev?: boolean;
  readonly watch?: boolean;
  readonly only?: string[];
  readonly json: boolean;
  readonly raw: boolean;
  readonly prefix: boolean;
  readonly autoExit: boolean;
  readonly exitOnFailure: boolean;
}

export function addUp({ program, world, run }: CommandLine): void {
  program
    .command('up')
    .description(
      'run the apps of ecosystem files in the foreground, for containers: shows their output, stops them in order on SIGTERM, SIGINT, SIGQUIT or SIGHUP (a second one hurries), and reloads them on SIGUSR2',
    )
    .argument('[file|name...]', 'ecosystem files, and names of apps to choose among them')
    .option('--env <profile>', profileHelp)
    .option('--only <names>', 'only these apps of the files, separated by commas', commaList)
    .option('--dev', devHelp)
    .option('--no-dev', noDevHelp)
    .option('--watch', watchHelp)
    .option('--parallel <n>', parallelHelp, positiveNumber)
    .option('--json', 'show the output as JSON: an object on each line', false)
    .option('--raw', 'show the output as it was written', false)
    .option('--no-prefix', 'the same as --raw')
    .option('--no-auto-exit', 'stay when nothing runs any more')
    .option('--exit-on-failure', 'end as soon as one app is given up', false)
    .action((names: string[], { only = [], ...options }: UpOptions) =>
      run(
        up(
          world,
          names,
          {
            ...profileOf(options),
            ...devOf(options),
            ...watchOf(options),
            ...parallelOf(options),
            only,
            format: formatOf(options),
            autoExit: options.autoExit,
            exitOnFailure: options.exitOnFailure,
          },
          ownProcess,
        ),
      ),
    );
}

function formatOf({ json, raw, prefix }: Pick<UpOptions, 'json' | 'raw' | 'prefix'>): UpFormat {
  if (json) return 'json';
  return raw || !prefix ? 'raw' : 'text';
}
