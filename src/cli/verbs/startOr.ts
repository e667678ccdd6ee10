import type { Command } from 'commander';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { Outcome } from '../../protocol/contract.ts';
import type { Snapshot } from '../../protocol/model.ts';
import { problemLine } from '../describe.ts';
import { ecosystemFileArgument } from '../fileArgument.ts';
import { findFolder } from '../findFolder.ts';
import { reportApplied } from '../reportApplied.ts';
import { showOutcomes } from '../showOutcomes.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';
import { shellEnvironment } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';
import { commaList, profileHelp, profileOf } from '../options.ts';

/** What is done with apps of the file that run already. */
type Renewal = 'restart' | 'reload';

export interface StartOrFlags {
  readonly profile?: string;
  /** Only these apps of the file; all when it is empty. */
  readonly only: readonly string[];
}

/**
 * Starts the apps of an ecosystem file that do not run, and restarts or reloads those that do, by what the file says
 * now. Each is started once: what applying the file has restarted already is not restarted again.
 */
export async function startOr(
  world: World,
  renewal: Renewal,
  argument: string,
  { only, profile }: StartOrFlags,
): Promise<0 | 1> {
  const file = ecosystemFileArgument(argument, world.cwd);
  if (file === undefined) throw new UserError(`"${argument}" is not an ecosystem file.`, 2);
  const found = await findFolder(world, { ecosystemFile: file });
  const client = found.client ?? (await world.start(found.folder));
  try {
    const env = shellEnvironment(world.env);
    const options = { env, ...(profile === undefined ? {} : { profile }) };
    const { problems } = await client.request('files/load', { env, paths: [file] });
    for (const problem of problems) world.stderr.write(`${problemLine(problem, world.cwd)}\n`);
    const targets = await named(client, file, only);
    const before = (await client.request('snapshot', {})).snapshot;
    const answer = await client.request('apps/apply', { targets, start: true, ...options });
    reportApplied(world, answer);
    const after = (await client.request('snapshot', {})).snapshot;
    const touched = new Set(answer.applied.map(({ app }) => app));
    const left = untouched(before, { ...after, apps: after.apps.filter(({ id }) => touched.has(id)) });
    const renewed =
      left.length === 0
        ? []
        : (await client.request(`apps/${renewal}`, { targets: left, ...options })).outcomes;
    const exitCode = await showOutcomes(world, client, lastOf([...answer.outcomes, ...renewed]));
    return problems.some(({ severity }) => severity === 'error') ? 1 : exitCode;
  } finally {
    client.dispose();
  }
}

async function named(client: SupervisorClient, file: string, only: readonly string[]): Promise<string[]> {
  if (only.length === 0) return [file];
  const { snapshot } = await client.request('snapshot', {});
  const own = snapshot.apps.filter((app) => app.file === file);
  return only.map((name) => own.find((app) => app.name === name)?.id ?? name);
}

/**
 * Of the apps of `after` the ids of those whose processes are all as they were before, and of others the ids of such
 * instances.
 */
function untouched(before: Snapshot, after: Snapshot): string[] {
  const pids = new Map(before.instances.map(({ id, pid }) => [id, pid]));
  return after.apps.flatMap((app) => {
    const own = after.instances.filter((one) => one.app === app.id);
    const left = own.filter(({ id, pid }) => pid !== null && pids.get(id) === pid);
    return left.length > 0 && left.length === own.length ? [app.id] : left.map(({ id }) => id);
  });
}

/** Of two outcomes of an app or instance the later. */
function lastOf(outcomes: readonly Outcome[]): Outcome[] {
  return [...new Map(outcomes.map((one) => [one.instance ?? one.app, one])).values()];
}

interface StartOrOptions {
  readonly env?: string;
  readonly only?: string[];
}

export function addStartOr({ program, world, run }: CommandLine): void {
  const add = (name: string, renewal: Renewal, description: string): Command =>
    program
      .command(name)
      .description(description)
      .argument('<file>', 'ecosystem file')
      .option('--env <profile>', profileHelp)
      .option('--only <names>', 'only these apps of the file, separated by commas', commaList)
      .action((file: string, { only = [], ...options }: StartOrOptions) =>
        run(startOr(world, renewal, file, { only, ...profileOf(options) })),
      );
  add('startOrRestart', 'restart', 'start the apps of a file, and restart those that run');
  add('startOrReload', 'reload', 'start the apps of a file, and reload those that run').alias(
    'startOrGracefulReload',
  );
}
