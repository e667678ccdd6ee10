import { existsSync } from 'node:fs';
import type { WatchSpec } from '../../ecosystem/appSpec.ts';
import type { WatchedFolder } from './folderWatcher.ts';
import { gitignoresAbove, readGitignore } from './gitignoreFiles.ts';
import { IgnoreRules } from './ignoreRules.ts';
import { patternRule } from './rule.ts';
import { readWatchOptions } from './watchOptions.ts';
import { watchedPath } from './watchedPath.ts';

export interface WatchedPart {
  readonly folder: WatchedFolder;
  /** Whether a file (absolute) that the folder reports is meant. */
  readonly accepts: (file: string) => boolean;
}

/** Where an app lies: what its WatchSpec does not say. */
export interface WatchedApp {
  readonly cwd: string;
  readonly script: string | null;
}

/** What to watch for a spec, as the folders are now. A wrong option or expression is logged and has no effect. */
export function watchedFolders(spec: WatchSpec, { cwd, script }: WatchedApp): readonly WatchedPart[] {
  const { chokidar: options, ignored, gitignore, unusable } = readWatchOptions(spec.options);
  for (const name of unusable) console.error(`watch ${cwd}: watch_options.${name} is of no use`);
  const ignore = [...spec.ignore, ...ignored].filter((pattern) => isUsable(pattern, cwd));
  return spec.paths.map((path) => {
    const { root, accepts, patterns } = watchedPath(path, existsSync);
    const kept = gitignore && script !== null && isLeftOut(script, root, cwd) ? script : null;
    return { folder: { root, cwd, patterns: [...patterns, ...ignore], gitignore, kept, options }, accepts };
  });
}

function isUsable(pattern: string, cwd: string): boolean {
  try {
    patternRule(pattern, { cwd, folder: cwd });
    return true;
  } catch (error) {
    console.error(`watch ${cwd}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

/** Only a script that has to be kept makes a watcher different from that of another app in the folder. */
function isLeftOut(script: string, root: string, cwd: string): boolean {
  const rules = new IgnoreRules(root, {
    cwd,
    patterns: [],
    gitignoresAbove: gitignoresAbove(root, cwd),
    readGitignore,
    kept: null,
    isExcluded: () => false,
  });
  return rules.ignores(script, false);
}
