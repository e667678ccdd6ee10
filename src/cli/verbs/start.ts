import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { AppInfo, Snapshot } from '../../protocol/model.ts';
import { problemLine } from '../describe.ts';
import { ecosystemFileArgument } from '../fileArgument.ts';
import { findFolder } from '../findFolder.ts';
import { printInstances } from '../printInstances.ts';
import { reportOutcomes } from '../reportOutcomes.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';
import { shellEnvironment } from '../world.ts';

export interface StartFlags {
  readonly wait: boolean;
  readonly waitTimeoutMs?: number;
  readonly profile?: string;
}

/**
 * Starts apps: those of the named ecosystem files, or of every one found in the folder; names after the files
 * select among them.
 */
export async function start(world: World, args: readonly string[], flags: StartFlags): Promise<0 | 1> {
  const files = new Set<string>();
  const names: string[] = [];
  for (const argument of args) {
    const file = ecosystemFileArgument(argument, world.cwd);
    if (file === undefined) names.push(argument);
    else files.add(file);
  }
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
    const { outcomes } = await client.request('apps/start', {
      targets,
      env,
      wait: flags.wait,
      ...(flags.profile === undefined ? {} : { profile: flags.profile }),
      ...(flags.waitTimeoutMs === undefined ? {} : { waitTimeoutMs: flags.waitTimeoutMs }),
    });
    const after = await showStarted(world, client, new Set(outcomes.map(({ app }) => app)));
    const failed = reportOutcomes(world, outcomes, after);
    return isBroken ? 1 : failed;
  } finally {
    client.dispose();
  }
}

/** Names mean apps of the files that were read when they have such apps, and anything the supervisor knows else. */
function chooseTargets(files: readonly string[], names: readonly string[], { apps }: Snapshot): string[] {
  const ofFiles = apps.filter((app) => app.file !== null && files.includes(app.file));
  if (names.length === 0) return ofFiles.map((app) => app.id);
  return names.flatMap((name) => {
    const named = ofFiles.filter((app) => app.name === name);
    // One that fits several files is left for the supervisor to refuse.
    return named.length === 1 ? named.map((app) => app.id) : [name];
  });
}

async function showStarted(
  world: World,
  client: SupervisorClient,
  started: ReadonlySet<AppInfo['id']>,
): Promise<Snapshot> {
  const { snapshot } = await client.request('snapshot', {});
  const apps = snapshot.apps.filter((app) => started.has(app.id));
  printInstances(world, apps, { snapshot, metrics: [] });
  return snapshot;
}
