import { readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { SupervisorClient } from '../client/supervisorClient.ts';
import { isEcosystemFileName } from '../ecosystem/fileNames.ts';
import { UserError } from './userError.ts';
import type { World } from './world.ts';

export interface Found {
  /** Real path of the folder whose supervisor is meant. */
  readonly folder: string;
  /** Null when that one does not live. */
  readonly client: SupervisorClient | null;
}

/** What a command is about, by absolute path. */
export interface Subject {
  readonly ecosystemFile?: string | undefined;
  readonly script?: string | undefined;
}

/**
 * The folder a command is about: `DROVER_HOME` (set in the integrated terminal), else the nearest folder upwards
 * with a live supervisor, else the nearest with an ecosystem file, else this one. A command about an ecosystem
 * file outside of `DROVER_HOME` looks upwards from that file, and ends at the file's own folder. One about a script
 * outside of this folder does so as well, when nothing is found upwards from here.
 */
export async function findFolder(world: World, { ecosystemFile, script }: Subject = {}): Promise<Found> {
  const home = homeFolder(world.env);
  if (home !== undefined && (ecosystemFile === undefined || isInside(home, ecosystemFile))) {
    return { folder: home, client: await world.join(home) };
  }
  const base = realpathSync.native(ecosystemFile === undefined ? world.cwd : path.dirname(ecosystemFile));
  const upwards = foldersUpwards(base);
  for (const folder of upwards) {
    const client = await world.join(folder);
    if (client !== null) return { folder, client };
  }
  const withFile = ecosystemFile === undefined ? upwards.find(hasEcosystemFile) : undefined;
  if (withFile === undefined && script !== undefined && !isInside(base, script)) {
    return findFolder({ ...world, cwd: path.dirname(script), env: {} });
  }
  return { folder: withFile ?? base, client: null };
}

function homeFolder(env: NodeJS.ProcessEnv): string | undefined {
  const home = env['DROVER_HOME'] ?? '';
  if (home === '') return undefined;
  if (statSync(home, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UserError(`DROVER_HOME names "${home}", which is not a folder. Correct or unset it.`);
  }
  return realpathSync.native(home);
}

function isInside(folder: string, file: string): boolean {
  return isBelow(realpathSync.native(path.dirname(file)), folder);
}

/** Whether a folder is another one or lies below it; both are real paths. */
export function isBelow(below: string, folder: string): boolean {
  const relative = path.relative(folder, below);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function foldersUpwards(from: string): string[] {
  const parent = path.dirname(from);
  return parent === from ? [from] : [from, ...foldersUpwards(parent)];
}

function hasEcosystemFile(folder: string): boolean {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    // A folder above may be closed to this user; then it is not theirs either.
    if (error instanceof Error && 'code' in error && error.code === 'EACCES') return false;
    throw error;
  }
  return names.some(isEcosystemFileName);
}
