import { readdirSync, readFileSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { findOnPath } from '../findOnPath.ts';
import { isRecord } from '../optionReader.ts';
import type { FileFacts } from './fileFacts.ts';

/** What this machine says, asked anew each time. `env` has the PATH that programs are looked up on. */
export function diskFacts(env: Readonly<Record<string, string | undefined>>): FileFacts {
  return {
    kindOf,
    namesIn,
    isOnPath: (program) => findOnPath(program, env) !== null,
    isModuleFolder,
    cpus: availableParallelism(),
    runningApps: [],
  };
}

function kindOf(path: string): 'file' | 'folder' | null | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return null;
    return found.isDirectory() ? 'folder' : 'file';
  } catch (error) {
    // Below a file there is nothing; of a folder that may not be read nothing is known.
    return error instanceof Error && 'code' in error && error.code === 'ENOTDIR' ? null : undefined;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Without the folder there is nothing to suggest.
    return [];
  }
}

function isModuleFolder(folder: string): boolean | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const text = textOf(join(at, 'package.json'));
    if (text !== null) return isModulePackage(text);
    if (dirname(at) === at) return false;
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Not there: the folder above counts.
    return null;
  }
}

function isModulePackage(text: string): boolean | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && value['type'] === 'module';
  } catch {
    // Half-written.
    return undefined;
  }
}
