import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { Params, Result } from '../../protocol/contract.ts';
import type { Snapshot } from '../../protocol/model.ts';
import { problemLine } from '../describe.ts';
import { ecosystemFileArgument } from '../fileArgument.ts';
import { findFolder, isBelow } from '../findFolder.ts';
import { printInstances } from '../printInstances.ts';
import { withProgress } from '../progress.ts';
import { reportApplied } from '../reportApplied.ts';
import { reportOutcomes } from '../reportOutcomes.ts';
import { fileIn, unknownArgument } from '../startArgument.ts';
import type { GivenFlag } from '../startFlags.ts';
import { addStartFlags, givenFlags } from '../startFlags.ts';
import { addApps, defineApps } from '../startPrograms.ts';
import { belongsInFile } from '../startRefusals.ts';
import { sortArguments } from '../startRequest.ts';
import type { VariableOptions } from '../startVariables.ts';
import { addVariables, variablesOf } from '../startVariables.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';
import { shellEnvironment } from '../world.ts';
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

/** How to start what is named, and which of the apps of files. */
export interface StartFlags extends Pick<
  Params<'apps/apply'>,
  'wait' | 'waitTimeoutMs' | 'profile' | 'dev' | 'watch' | 'parallel' | 'prune'
> {
  readonly only: readonly string[];
  /** What apps without a file are to be. */
  readonly given: readonly GivenFlag[];
}

/**
 * Starts what is named: ecosystem files, apps by their names, scripts and commands; without anything every ecosystem
 * file found in the folder. What runs becomes what is wanted: apps that are down are started, changed ones brought up
 * to date, the others left alone.
 */
export async function start(world: World, named: readonly string[], flags: StartFlags): Promise<0 | 1> {
  const { cwd } = world;
  const paths = new Map(named.map((one) => [one, ecosystemFileArgument(one, cwd)]));
  const files = [...new Set(paths.values())].filter((file) => file !== undefined);
  const others = named.filter((one) => paths.get(one) === undefined);
  const [file] = files;
  if (file !== undefined && others.length === 0 && flags.given.length > 0) {
    throw new UserError(belongsInFile(flags.given, path.relative(cwd, file)), 2);
  }
  const folders = scriptFolders(flags.given, cwd);
  const script = others.map((one) => fileIn(folders, one)).find((one) => one !== undefined);
  const found = await findFolder(world, { ecosystemFile: file, script });
  const client = found.client ?? (await world.start(found.folder));
  try {
    return await startIn(world, client, { files, others, folders, flags });
  } catch (error) {
    // A supervisor that was started for nothing is not left behind.
    const isIdle = client.snapshot.apps.every(({ wanted }) => !wanted);
    if (error instanceof UserError && found.client === null && isIdle) await client.request('shutdown', {});
    throw error;
  } finally {
    client.dispose();
  }
}

interface Asked {
  /** Absolute paths of ecosystem files. */
  readonly files: readonly string[];
  readonly others: readonly string[];
  /** Where the paths of scripts start. */
  readonly folders: readonly string[];
  readonly flags: StartFlags;
}

async function startIn(world: World, client: SupervisorClient, asked: Asked): Promise<0 | 1> {
  const { only, given, prune, watch, ...how } = asked.flags;
  const { cwd } = world;
  const env = shellEnvironment(world.env);
  const paths = asked.files.length > 0 ? { paths: asked.files } : {};
  const loaded = await client.request('files/load', { env, ...paths });
  const { snapshot } = await client.request('snapshot', {});
  const { folders } = asked;
  const surroundings = { cwd, folders, env: world.env, snapshot };
  const request = sortArguments(asked.others, given, surroundings);
  const problems = loaded.problems.map((problem) => problemLine(problem, cwd));
  if (request.unknown.length > 0) {
    const sentences = request.unknown.map((one) => unknownArgument(one, surroundings));
    throw new UserError([...problems, ...sentences].join('\n'));
  }
  const names = [...request.names, ...only];
  const definitions = defineApps(request.scripts, { given, watch, cwd });
  // Files are of no interest to somebody who starts a script beside them.
  const isAboutFiles = definitions.length === 0 || asked.files.length > 0 || names.length > 0;
  const isBroken = isAboutFiles && loaded.problems.some(({ severity }) => severity === 'error');
  if (isAboutFiles) {
    if (snapshot.apps.length === 0) {
      throw new UserError((isBroken ? problems : [...problems, nothingToStart]).join('\n'));
    }
    for (const line of problems) world.stderr.write(`${line}\n`);
  }
  const targets = isAboutFiles ? chooseTargets(loaded.files, names, snapshot) : [];
  if (targets.length === 0 && definitions.length === 0) return 1;
  const watching = watchOf({ ...(watch === undefined || watch === null ? {} : { watch }) });
  const applied =
    targets.length === 0
      ? { outcomes: [], applied: [] }
      : await withProgress(world, client, () =>
          client.request('apps/apply', { targets, start: true, env, ...how, ...watching, prune }),
        );
  const added = await withProgress(world, client, () => addApps(world, client, definitions, { ...how, env }));
  const answer = {
    outcomes: [...applied.outcomes, ...added.outcomes],
    applied: [...applied.applied, ...added.applied],
  };
  const exitCode =
    answer.outcomes.length === 0 && added.isRefused ? 1 : await show(world, client, answer, snapshot);
  if (added.outcomes.length > 0) tellFolder(world, client.supervisor.folder);
  return isBroken || added.isRefused ? 1 : exitCode;
}

const nothingToStart =
  'There is nothing to start here: no ecosystem file with apps was found. "drover start server.js" starts a script.';

/** Where the path of a script may start: the folder that it is to run in, then this one. */
function scriptFolders(given: readonly GivenFlag[], cwd: string): readonly string[] {
  const folder = given.findLast(({ option }) => option === 'cwd')?.value;
  return typeof folder === 'string' ? [path.resolve(cwd, folder), cwd] : [cwd];
}

/**
 * Without names the files themselves, so that `autostart: false` holds, or the apps without a file where there are no
 * others. Names mean apps of the files that were read when they have such apps, and anything the supervisor knows else.
 */
function chooseTargets(files: readonly string[], names: readonly string[], { apps }: Snapshot): string[] {
  if (names.length === 0) {
    const withApps = files.filter((file) => apps.some((app) => app.file === file));
    return withApps.length > 0 ? withApps : apps.filter((app) => app.file === null).map(({ id }) => id);
  }
  const ofFiles = apps.filter((app) => app.file !== null && files.includes(app.file));
  return names.flatMap((name) => {
    const named = ofFiles.filter((app) => app.name === name);
    // One that fits several files is left for the supervisor to refuse.
    return named.length === 1 ? named.map((app) => app.id) : [name];
  });
}

async function show(
  world: World,
  client: SupervisorClient,
  answer: Result<'apps/apply'>,
  before: Snapshot,
): Promise<0 | 1> {
  const { applied, outcomes } = answer;
  const { snapshot } = await client.request('snapshot', {});
  const added = applied.filter(
    ({ app, action }) => action === 'unchanged' && before.apps.every(({ id }) => id !== app),
  );
  for (const { name } of added) world.stdout.write(`${name} is added. "drover start ${name}" starts it.\n`);
  if (added.length < applied.length || applied.length === 0) reportApplied(world, answer);
  const ids = new Set([...applied, ...outcomes].map(({ app }) => app));
  const apps = snapshot.apps.filter((app) => ids.has(app.id));
  printInstances(world, apps, { snapshot, metrics: [] });
  return reportOutcomes(world, outcomes, snapshot);
}

/** Where to look for an app that went to another folder than commands from here are about. */
function tellFolder({ cwd, env, stdout }: World, folder: string): void {
  const isHere = isBelow(realpathSync.native(cwd), folder) || (env['DROVER_HOME'] ?? '') !== '';
  if (!isHere) stdout.write(`It belongs to ${folder}: run other commands there.\n`);
}

/** What commander was given, which its types leave out. */
type AsTyped = Command & { readonly rawArgs: readonly string[] };

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
function splitArguments(
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
