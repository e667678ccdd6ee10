import { parseEnvFile } from '../parseEnvFile.ts';
import type { FolderEntry, FolderFiles } from './folderFiles.ts';
import { pathIn } from './folderFiles.ts';
import { usualInstances } from './proposal.ts';

/** A folder in which apps are looked for. */
export interface Project {
  readonly files: FolderFiles;
  /** Relative to the folder that the file is for. */
  readonly at: string;
  /** What apps are called that have no name of their own. */
  readonly label: string;
  readonly entries: readonly FolderEntry[];
  /** Its `.env`, relative to the folder that the file is for. */
  readonly envFile: string | null;
  /** PORT of its `.env`. */
  readonly envPort: number | null;
  /** How many instances a server gets that can have several and says no number itself; null leaves it at one. */
  readonly usualInstances: number | null;
}

/** `rootLabel` is the name of the folder itself, which its files cannot tell. */
export async function readProject(files: FolderFiles, at: string, rootLabel: string): Promise<Project> {
  const entries = await files.list(at);
  const envFile = entries.some(({ name, isFolder }) => name === '.env' && !isFolder)
    ? join(at, '.env')
    : null;
  const env = envFile === null ? {} : parseEnvFile((await files.readText(envFile)) ?? '');
  const label = at === '' ? rootLabel : (at.split('/').at(-1) ?? at);
  return { files, at, label, entries, envFile, envPort: portOf(env['PORT']), usualInstances };
}

/** Whether a file of this name is in the project's own folder. */
export function hasFile({ entries }: Project, name: string): boolean {
  return entries.some((entry) => entry.name === name && !entry.isFolder);
}

export function hasFolder({ entries }: Project, name: string): boolean {
  return entries.some((entry) => entry.name === name && entry.isFolder);
}

/** The text of a file at a path relative to the project; null when there is none. */
export async function readIn({ files, at }: Project, path: string): Promise<string | null> {
  const found = pathIn(at, path);
  return found === null ? null : files.readText(found);
}

export function join(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`;
}

/** A number that can be a port; null for anything else. */
export function portOf(text: string | number | undefined): number | null {
  const port = Number(text === '' ? NaN : text);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
}
