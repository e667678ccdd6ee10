import path from 'node:path';
import type { Command } from 'commander';
import { ecosystemFileArgument } from '../fileArgument.ts';
import type { Subject } from '../findFolder.ts';
import { findFolder } from '../findFolder.ts';
import type { Asked, StartFlags } from '../startApps.ts';
import { startApps } from '../startApps.ts';
import { fileIn } from '../startArgument.ts';
import type { GivenFlag } from '../startFlags.ts';
import { addStartFlags, givenFlags } from '../startFlags.ts';
import { belongsInFile } from '../startRefusals.ts';
import type { VariableOptions } from '../startVariables.ts';
import { addVariables, variablesOf } from '../startVariables.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';
import type { ParallelOptions, WaitOptions } from '../options.ts';
import {
  addWait,
  commaList,
  devHelp,
  devOf,
  noDevHelp,
  noWatchHelp,
  parallelHelp,
  parallelOf,
  positiveNumber,
  waitOf,
  watchHelp,
  watchOf,
} from '../options.ts';

/**
 * Starts what is named: ecosystem files, apps by their names, scripts and commands; without anything every ecosystem
 * file found in the folder. What runs becomes what is wanted: apps that are down are started, changed ones brought up
 * to date, the others left alone.
 */
export async function start(world: World, named: readonly string[], flags: StartFlags): Promise<0 | 1> {
  const { asked, subject } = readArguments(world, named, flags);
  const found = await findFolder(world, subject);
  const client = found.client ?? (await world.start(found.folder));
  try {
    return await startApps(world, client, asked);
  } catch (error) {
    // A supervisor that was started for nothing is not left behind.
    const isIdle = client.snapshot.apps.every(({ wanted }) => !wanted);
    if (error instanceof UserError && found.client === null && isIdle) await client.request('shutdown', {});
    throw error;
  } finally {
    client.dispose();
  }
}

/** What is asked for, and what decides on the folder. Throws `UserError` for options of apps beside files alone. */
export function readArguments(
  { cwd }: World,
  named: readonly string[],
  flags: StartFlags,
): { readonly asked: Asked; readonly subject: Subject } {
  const paths = new Map(named.map((one) => [one, ecosystemFileArgument(one, cwd)]));
  const files = [...new Set(paths.values())].filter((file) => file !== undefined);
  const others = named.filter((one) => paths.get(one) === undefined);
  const [file] = files;
  if (file !== undefined && others.length === 0 && flags.given.length > 0) {
    throw new UserError(belongsInFile(flags.given, path.relative(cwd, file)), 2);
  }
  const folders = scriptFolders(flags.given, cwd);
  const script = others.map((one) => fileIn(folders, one)).find((one) => one !== undefined);
  return { asked: { files, others, folders, flags }, subject: { ecosystemFile: file, script } };
}

/** Where the path of a script may start: the folder that it is to run in, then this one. */
function scriptFolders(given: readonly GivenFlag[], cwd: string): readonly string[] {
  const folder = given.findLast(({ option }) => option === 'cwd')?.value;
  return typeof folder === 'string' ? [path.resolve(cwd, folder), cwd] : [cwd];
}

/** What commander was given, which its types leave out. */
export type AsTyped = Command & { readonly rawArgs: readonly string[] };

interface StartOptions extends WaitOptions, ParallelOptions, VariableOptions {
  readonly dev?: boolean;
  readonly watch?: boolean;
  readonly only?: string[];
  readonly prune: boolean;
}

const argumentHelp =
  'ecosystem files; names of apps; scripts, programs and command lines, which become apps without a file';

const rule = `
What is named is, in this order: an ecosystem file by its name (pm2.json, any
*.config.js, *.json, *.yaml or *.toml); an app, instance or namespace that is
known here; a file, from --cwd or this folder; a command on PATH. With options
of an app (those below the headings, or "--") it is what is to be run, and never
an app that is known. What follows "--" are its arguments.

An app without a file belongs to the folder it is started in: DROVER_HOME, else
the nearest upwards with a supervisor, else with an ecosystem file, else this
one. For a script outside of this folder, and nothing found upwards, it is the
same from the folder of the script. It is kept until "drover delete"; started
again with other options, it is changed.`;

export function addStart({ program, world, run }: CommandLine): void {
  const verb = addWait(program.command('start'))
    .description(
      'start apps of ecosystem files, known apps, scripts and commands, and apply what has changed',
    )
    .argument('[what...]', argumentHelp)
    .option('--only <names>', 'only these apps of the files, separated by commas', commaList)
    .option('--dev', devHelp)
    .option('--no-dev', noDevHelp)
    .option('--parallel <n>', parallelHelp, positiveNumber)
    .option('--watch', watchHelp)
    .option('--no-watch', noWatchHelp)
    .option('--prune', 'stop apps that their file does not name any more', false)
    .addHelpText('after', rule);
  addVariables(verb);
  addStartFlags(verb);
  verb.action((named: string[], { only = [], prune, ...options }: StartOptions, command: Command) => {
    const { profile, flags } = variablesOf(options);
    const [what, args] = splitArguments(named, (program as AsTyped).rawArgs);
    return run(
      start(world, what, {
        ...waitOf(options),
        ...(profile === undefined ? {} : { profile }),
        ...devOf(options),
        ...parallelOf(options),
        ...watchOf(options),
        only,
        prune,
        given: [...givenFlags(command), ...flags, ...args],
      }),
    );
  });
}

/** What is to be started, and what follows `--`: its arguments. */
export function splitArguments(
  named: readonly string[],
  typed: readonly string[],
): readonly [what: readonly string[], args: readonly GivenFlag[]] {
  const at = typed.indexOf('--');
  if (at === -1) return [named, []];
  const args = typed.slice(at + 1);
  return [
    named.slice(0, named.length - args.length),
    [{ flag: 'what follows "--"', option: 'args', value: args }],
  ];
}
