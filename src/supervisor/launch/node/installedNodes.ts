import { constants } from 'node:fs';
import { access, readdir, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { NodeManager } from './nodeManagers.ts';
import type { NodeVersion } from './nodeVersion.ts';
import { compareVersions, parseNodeVersion } from './nodeVersion.ts';

export interface InstalledNode {
  readonly manager: string;
  readonly version: NodeVersion;
  /** Absolute path of its `node`. */
  readonly file: string;
}

/** Names of folders that hold one Node: `v20.11.1`, `20.11.1`, and Homebrew's `node` and `node@20`. */
const nodeFolder = /^(?:v?\d+\.\d+\.\d+|node(?:@\d+)?)$/;

/** Every Node that version managers have on this machine, newest first. Reads folders, runs nothing. */
export async function installedNodes(managers: readonly NodeManager[]): Promise<readonly InstalledNode[]> {
  const found = await Promise.all(
    managers.flatMap((manager) => manager.folders.map((folder) => nodesIn(folder, manager))),
  );
  return found.flat().sort((one, other) => compareVersions(other.version, one.version));
}

async function nodesIn(folder: string, { name, binary }: NodeManager): Promise<InstalledNode[]> {
  // A manager that is not there, or a folder that is not ours to read, offers nothing.
  const entries = await readdir(folder).catch((): string[] => []);
  const nodes = entries
    .filter((entry) => nodeFolder.test(entry))
    .map(async (entry): Promise<InstalledNode | undefined> => {
      const file = join(folder, entry, binary);
      if (!(await isExecutable(file))) return undefined;
      const version = parseNodeVersion(entry) ?? (await versionOfLink(join(folder, entry)));
      return version === undefined ? undefined : { manager: name, version, file };
    });
  return (await Promise.all(nodes)).filter((node) => node !== undefined);
}

/** Homebrew links `opt/node@20` to `Cellar/node@20/20.11.1_2`. */
async function versionOfLink(path: string): Promise<NodeVersion | undefined> {
  return parseNodeVersion(basename(await realpath(path)).replace(/_\d+$/, ''));
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
