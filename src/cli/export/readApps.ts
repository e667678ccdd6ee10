import type { SupervisorClient } from '../../client/supervisorClient.ts';
import { livePorts } from '../../client/livePorts.ts';
import type { ExportedApp } from '../../ecosystem/export/exporter.ts';
import type { ExportPlace } from '../../ecosystem/export/formats.ts';
import { readDocument } from '../../ecosystem/export/readDocument.ts';
import type { Snapshot } from '../../protocol/model.ts';
import { problemLine } from '../describe.ts';
import { ecosystemFileArgument } from '../fileArgument.ts';
import { findFolder } from '../findFolder.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';
import { shellEnvironment } from '../world.ts';

export interface ReadApps {
  readonly apps: readonly ExportedApp[];
  readonly livePorts: NonNullable<ExportPlace['livePorts']>;
}

/**
 * The apps that arguments name: those of ecosystem files, and by their names; without any all of the folder. What is
 * wrong with files goes to stderr. A supervisor that had to be started for it is ended again.
 */
export async function readApps(
  world: World,
  args: readonly string[],
  { only, profile }: { readonly only: readonly string[]; readonly profile: string | null },
): Promise<ReadApps> {
  const files = new Set<string>();
  const names = [...only];
  for (const argument of args) {
    const file = ecosystemFileArgument(argument, world.cwd);
    if (file === undefined) names.push(argument);
    else files.add(file);
  }
  const found = await findFolder(world, { ecosystemFile: [...files][0] });
  const client = found.client ?? (await world.start(found.folder));
  try {
    return await ask(world, client, { files: [...files], names, profile });
  } finally {
    if (found.client === null) await client.request('shutdown', {});
    client.dispose();
  }
}

interface Asked {
  readonly files: readonly string[];
  readonly names: readonly string[];
  readonly profile: string | null;
}

async function ask(
  world: World,
  client: SupervisorClient,
  { files, names, profile }: Asked,
): Promise<ReadApps> {
  const env = shellEnvironment(world.env);
  const loaded = await client.request('files/load', { env, ...(files.length > 0 ? { paths: files } : {}) });
  const { snapshot } = await client.request('snapshot', {});
  const targets = targetsOf(files, names, snapshot);
  const { apps, problems } =
    targets.length === 0
      ? { apps: [], problems: [] }
      : await client.request('apps/specs', { targets, profile });
  for (const problem of [...loaded.problems, ...problems])
    world.stderr.write(`${problemLine(problem, world.cwd)}\n`);
  if (apps.length === 0) {
    const where = files.length > 0 ? 'The named files have' : `${world.cwd} has`;
    throw new UserError(`${where} no app to export.`);
  }
  return { apps: apps.map(readDocument), livePorts: livePorts(snapshot) };
}

function targetsOf(
  files: readonly string[],
  names: readonly string[],
  { apps }: Snapshot,
): readonly string[] {
  const ofFiles = apps.filter(({ file }) => file !== null && files.includes(file));
  const among = files.length > 0 ? ofFiles : apps;
  if (names.length === 0) return among.map(({ id }) => id);
  return names.flatMap((name) => {
    const named = ofFiles.filter((app) => app.name === name);
    // One that fits several files is left for the supervisor to refuse.
    return named.length === 1 ? named.map(({ id }) => id) : [name];
  });
}
