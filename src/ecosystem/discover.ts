import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { isEcosystemFileName } from './fileNames.ts';
import { globToRegExp } from './globToRegExp.ts';
import { looksLikeEcosystem } from './looksLikeEcosystem.ts';

const skipped = new Set(['node_modules', 'bower_components', '__pycache__', 'site-packages']);

export interface DiscoverOptions {
  /** Globs relative to the folder, from the settings; what they match is taken without a look inside. */
  readonly patterns: readonly string[];
}

/**
 * The ecosystem files of a folder and its sub-folders, absolute and sorted. Folders that start with a dot,
 * node_modules and links to folders are left out, and so are files that only share the name.
 */
export async function discoverEcosystemFiles(
  folder: string,
  { patterns }: DiscoverOptions,
): Promise<string[]> {
  const expressions = patterns.map(globToRegExp);
  const found: string[] = [];
  const visit = async (at: string): Promise<void> => {
    const entries = await readdir(at, { withFileTypes: true }).catch((error: unknown) => {
      if (at === folder) throw error;
      // A sub-folder that may not be read, or is gone by now, has nothing for us.
      return [];
    });
    await Promise.all(
      entries.map(async (entry) => {
        const path = join(at, entry.name);
        if (entry.isDirectory()) {
          if (!entry.name.startsWith('.') && !skipped.has(entry.name)) await visit(path);
          return;
        }
        const below = relative(folder, path).split(sep).join('/');
        const isWanted = expressions.some((expression) => expression.test(below));
        if (isWanted || (isEcosystemFileName(entry.name) && (await looksLikeEcosystem(path))))
          found.push(path);
      }),
    );
  };
  await visit(folder);
  return found.sort();
}
