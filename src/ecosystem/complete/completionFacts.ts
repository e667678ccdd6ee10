import type { Dialect } from '../appSpec.ts';

/** What completion asks of the world outside of the file. Nothing here may throw. */
export interface CompletionFacts {
  /** What an absolute folder holds; nothing where there is no such folder or it may not be read. */
  readonly listFolder: (folder: string) => readonly FolderEntry[];
  /** The setting `drover.dialect`. */
  readonly dialect: Dialect | 'auto';
  /** Names of time zones, as `Intl.supportedValuesOf('timeZone')` gives them. */
  readonly timeZones: readonly string[];
}

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}
