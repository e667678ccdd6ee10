/** One name in a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** What is asked of the folder that a new ecosystem file is for. Paths are relative to it, with `/`; '' is itself. */
export interface FolderFiles {
  /** The text of a file; null when there is none, or when it cannot be read or is too long to be source. */
  readonly readText: (path: string) => Promise<string | null>;
  /** What is in a folder, by name; nothing when it cannot be listed. */
  readonly list: (folder: string) => Promise<readonly FolderEntry[]>;
}

/** A path below a folder, with `.` and `..` resolved; null when it leads out of the folder that all is in. */
export function pathIn(folder: string, path: string): string | null {
  if (/^(?:[\\/~]|[a-z]:)/i.test(path)) return null;
  const steps: string[] = [];
  for (const step of `${folder}/${path}`.split(/[\\/]+/)) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return null;
  }
  return steps.join('/');
}
