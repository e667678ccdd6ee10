import { realpathSync } from 'node:fs';
import type { SupervisorClient } from '../client/supervisorClient.ts';
import type { Definition } from '../ecosystem/normaliseDefinition.ts';
import type { Params, Result } from '../protocol/contract.ts';
import type { Snapshot } from '../protocol/model.ts';
import { problemLine } from './describe.ts';
import { isBelow } from './findFolder.ts';
import { watchOf } from './options.ts';
import { printInstances } from './printInstances.ts';
import { withProgress } from './progress.ts';
import { reportApplied } from './reportApplied.ts';
import { reportOutcomes } from './reportOutcomes.ts';
import { unknownArgument } from './startArgument.ts';
import type { GivenFlag } from './startFlags.ts';
import { addApps, defineApps } from './startPrograms.ts';
import { sortArguments } from './startRequest.ts';
import { UserError } from './userError.ts';
import type { World } from './world.ts';
import { shellEnvironment } from './world.ts';

/** How to start what is named, and which of the apps of files. */
export interface StartFlags extends Pick<
  Params<'apps/apply'>,
  'wait' | 'waitTimeoutMs' | 'profile' | 'dev' | 'watch' | 'parallel' | 'prune'
> {
  readonly only: readonly string[];
  /** What apps without a file are to be. */
  readonly given: readonly GivenFlag[];
}

/** What was asked for, with paths made absolute. */
export interface Asked {
  /** Ecosystem files. */
  readonly files: readonly string[];
  readonly others: readonly string[];
  /** Where the paths of scripts start. */
  readonly folders: readonly string[];
  readonly flags: StartFlags;
}

/** Starts what is asked for, and shows what came of it. Throws `UserError` when nothing is to be started. */
export async function startApps(world: World, client: SupervisorClient, asked: Asked): Promise<0 | 1> {
  const wanted = await understand(world, client, asked);
  const { targets, definitions, isBroken, before } = wanted;
  if (targets.length === 0 && definitions.length === 0) return 1;
  const { outcomes, applied, isRefused } = await withProgress(world, client, () =>
    carryOut(world, client, wanted, asked.flags),
  );
  const exitCode = await show(world, client, { outcomes, applied }, before);
  if (definitions.length > 0) tellFolder(world, client.supervisor.folder);
  return isBroken || isRefused ? 1 : exitCode;
}

export interface Wanted {
  /** Selectors of apps that are known. */
  readonly targets: readonly string[];
  /** What becomes an app without a file. */
  readonly definitions: readonly Definition[];
  /** Some file cannot be used as it is. */
  readonly isBroken: boolean;
  readonly before: Snapshot;
}

/** Reads the files, and finds out by what they and the supervisor have what the arguments mean. */
export async function understand(
  world: World,
  client: SupervisorClient,
  { files, others, folders, flags }: Asked,
): Promise<Wanted> {
  const { cwd, env } = world;
  const { given, watch, only } = flags;
  const paths = files.length > 0 ? { paths: files } : {};
  const loaded = await client.request('files/load', { env: shellEnvironment(env), ...paths });
  const { snapshot: before } = await client.request('snapshot', {});
  const problems = loaded.problems.map((problem) => problemLine(problem, cwd));
  const surroundings = { cwd, folders, env, snapshot: before };
  const { names, scripts, unknown } = sortArguments(others, given, surroundings);
  if (unknown.length > 0) {
    const sentences = unknown.map((one) => unknownArgument(one, surroundings));
    throw new UserError([...problems, ...sentences].join('\n'));
  }
  const definitions = defineApps(scripts, { given, watch, cwd });
  // Files are of no interest to somebody who starts a script beside them.
  const isAboutFiles = scripts.length === 0 || files.length > 0 || names.length > 0 || only.length > 0;
  if (!isAboutFiles) return { targets: [], definitions, isBroken: false, before };
  const isBroken = loaded.problems.some(({ severity }) => severity === 'error');
  if (before.apps.length === 0) {
    throw new UserError((isBroken ? problems : [...problems, nothingToStart]).join('\n'));
  }
  for (const line of problems) world.stderr.write(`${line}\n`);
  return { targets: chooseTargets(loaded.files, [...names, ...only], before), definitions, isBroken, before };
}

const nothingToStart =
  'There is nothing to start here: no ecosystem file with apps was found. "drover start server.js" starts a script.';

/** Throws `UserError` when nothing else was asked for than apps that cannot be added. */
export async function carryOut(
  world: World,
  client: SupervisorClient,
  { targets, definitions }: Wanted,
  { only: _only, given: _given, prune, watch, ...how }: StartFlags,
): Promise<Result<'apps/apply'> & { readonly isRefused: boolean }> {
  const env = shellEnvironment(world.env);
  const watching = watchOf({ ...(typeof watch === 'boolean' ? { watch } : {}) });
  const known =
    targets.length === 0
      ? { outcomes: [], applied: [] }
      : await client.request('apps/apply', { targets, start: true, env, ...how, ...watching, prune });
  const added = await addApps(client, definitions, { ...how, env });
  const lines = added.problems.map((problem) => problemLine(problem, world.cwd));
  const outcomes = [...known.outcomes, ...added.outcomes];
  if (added.isRefused && outcomes.length === 0) throw new UserError(lines.join('\n'));
  for (const line of lines) world.stderr.write(`${line}\n`);
  return { outcomes, applied: [...known.applied, ...added.applied], isRefused: added.isRefused };
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
