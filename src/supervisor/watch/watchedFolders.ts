import { existsSync } from 'node:fs';
import type { WatchSpec } from '../../ecosystem/appSpec.ts';
import type { WatchedFolder } from './folderWatcher.ts';
import { gitignoresAbove, readGitignore } from './gitignoreFiles.ts';
import { IgnoreRules } from './ignoreRules.ts';
import { chokidarOptions, ignoredPatterns, respectsGitignore } from './watchOptions.ts';
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
  /** Whether .gitignore files count where `watch_options` says nothing of it. */
  readonly gitignore: boolean;
}

/** What to watch for a spec, as the folders are now. */
export function watchedFolders(spec: WatchSpec, app: WatchedApp): readonly WatchedPart[] {
  const { cwd, script } = app;
  const options = chokidarOptions(spec.options);
  const ignore = [...spec.ignore, ...ignoredPatterns(spec.options)];
  const gitignore = respectsGitignore(spec.options, app.gitignore);
  return spec.paths.map((path) => {
    const { root, accepts, patterns } = watchedPath(path, existsSync);
    const kept = gitignore && script !== null && isLeftOut(script, root, cwd) ? script : null;
    return { folder: { root, cwd, patterns: [...patterns, ...ignore], gitignore, kept, options }, accepts };
  });
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
