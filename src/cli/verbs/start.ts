import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { Params, Result } from '../../protocol/contract.ts';
import type { Snapshot } from '../../protocol/model.ts';
import { problemLine } from '../describe.ts';
import { ecosystemFileArgument } from '../fileArgument.ts';
import { findFolder } from '../findFolder.ts';
import { printInstances } from '../printInstances.ts';
import { reportApplied } from '../reportApplied.ts';
import { reportOutcomes } from '../reportOutcomes.ts';
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
  profileHelp,
  profileOf,
  waitOf,
  watchHelp,
  watchOf,
} from '../options.ts';

/** How to apply the files, and which of their apps. */
export interface StartFlags extends Pick<
  Params<'apps/apply'>,
  'wait' | 'waitTimeoutMs' | 'profile' | 'dev' | 'watch' | 'parallel' | 'prune'
> {
  readonly only: readonly string[];
}

/**
 * Makes what runs what ecosystem files say, the named ones or every one found in the folder: apps that are down
 * are started, changed ones brought up to date, the others left alone. Names select among the apps of the files.
 */
export async function start(
  world: World,
  args: readonly string[],
  { only, ...flags }: StartFlags,
): Promise<0 | 1> {
  const files = new Set<string>();
  const names: string[] = [];
  for (const argument of args) {
    const file = ecosystemFileArgument(argument, world.cwd);
    if (file === undefined) names.push(argument);
    else files.add(file);
  }
  names.push(...only);
  const found = await findFolder(world, [...files][0]);
  const client = found.client ?? (await world.start(found.folder));
  try {
    const env = shellEnvironment(world.env);
    const loaded = await client.request('files/load', {
      env,
      ...(files.size > 0 ? { paths: [...files] } : {}),
    });
    for (const problem of loaded.problems) world.stderr.write(`${problemLine(problem, world.cwd)}\n`);
    const isBroken = loaded.problems.some(({ severity }) => severity === 'error');
    const { snapshot } = await client.request('snapshot', {});
    if (snapshot.apps.length === 0) {
      if (found.client === null) await client.request('shutdown', {});
      if (isBroken) return 1;
      throw new UserError(`No ecosystem file with apps was found in ${found.folder}.`);
    }
    const targets = chooseTargets(loaded.files, names, snapshot);
    if (targets.length === 0) return 1;
    const answer = await client.request('apps/apply', { targets, start: true, env, ...flags });
    const exitCode = await show(world, client, answer);
    return isBroken ? 1 : exitCode;
  } finally {
    client.dispose();
  }
}

/**
 * Without names the files themselves, so that `autostart: false` holds. Names mean apps of the files that were
 * read when they have such apps, and anything the supervisor knows else.
 */
function chooseTargets(files: readonly string[], names: readonly string[], { apps }: Snapshot): string[] {
  if (names.length === 0) return files.filter((file) => apps.some((app) => app.file === file));
  const ofFiles = apps.filter((app) => app.file !== null && files.includes(app.file));
  return names.flatMap((name) => {
    const named = ofFiles.filter((app) => app.name === name);
    // One that fits several files is left for the supervisor to refuse.
    return named.length === 1 ? named.map((app) => app.id) : [name];
  });
}

async function show(world: World, client: SupervisorClient, answer: Result<'apps/apply'>): Promise<0 | 1> {
  const { applied, outcomes } = answer;
  const { snapshot } = await client.request('snapshot', {});
  reportApplied(world, answer);
  const ids = new Set([...applied, ...outcomes].map(({ app }) => app));
  const apps = snapshot.apps.filter((app) => ids.has(app.id));
  printInstances(world, apps, { snapshot, metrics: [] });
  return reportOutcomes(world, outcomes, snapshot);
}

interface StartOptions extends WaitOptions, ParallelOptions {
  readonly env?: string;
  readonly dev?: boolean;
  readonly watch?: boolean;
  readonly only?: string[];
  readonly prune: boolean;
}

export function addStart({ program, world, run }: CommandLine): void {
  addWait(program.command('start'))
    .description(
      'start the apps of ecosystem files (all in the folder when none is named), or the named apps, and apply what has changed in the files',
    )
    .argument('[file|name...]', 'ecosystem files, and names of apps to choose among them')
    .option('--env <profile>', profileHelp)
    .option('--only <names>', 'only these apps of the files, separated by commas', commaList)
    .option('--dev', devHelp)
    .option('--no-dev', noDevHelp)
    .option('--parallel <n>', parallelHelp, positiveNumber)
    .option('--watch', watchHelp)
    .option('--no-watch', noWatchHelp)
    .option('--prune', 'stop apps that their file does not name any more', false)
    .action((names: string[], { only = [], prune, ...options }: StartOptions) =>
      run(
        start(world, names, {
          ...waitOf(options),
          ...profileOf(options),
          ...devOf(options),
          ...parallelOf(options),
          ...watchOf(options),
          only,
          prune,
        }),
      ),
    );
}
