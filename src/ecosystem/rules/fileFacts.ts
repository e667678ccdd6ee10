/** What rules ask about the machine. Each answer may be undefined: not known, so that nothing is said about it. */
export interface FileFacts {
  /** What stands at an absolute path; null for nothing. */
  readonly kindOf: (path: string) => 'file' | 'folder' | null | undefined;
  /** The names in an absolute folder; empty for none. */
  readonly namesIn: (folder: string) => readonly string[];
  /** Whether a program is on the PATH that apps have. */
  readonly isOnPath: (program: string) => boolean | undefined;
  /** Whether .js files of a folder are ES modules, by the package.json that counts for it. */
  readonly isModuleFolder: (folder: string) => boolean | undefined;
  readonly cpus: number | undefined;
  /** The names of the apps that run from this file. */
  readonly runningApps: readonly string[];
}

/** Nothing is known. */
export const noFacts: FileFacts = {
  kindOf: () => undefined,
  namesIn: () => [],
  isOnPath: () => undefined,
  isModuleFolder: () => undefined,
  cpus: undefined,
  runningApps: [],
};
