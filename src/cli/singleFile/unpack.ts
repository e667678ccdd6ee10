import { lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Package {
  /** Made from the contents. */
  readonly hash: string;
  /** Relative paths with slashes. */
  readonly names: readonly string[];
  /** The texts of all files, by their names. */
  readonly read: () => Readonly<Record<string, string>>;
}

/** What keeps a folder from being used, so that another one is tried. */
const elsewhere = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'ENOSPC', 'EDQUOT', 'EEXIST']);

/**
 * The folder with the unpacked files, in the first of `folders` that they are in or can be written to. Any number of
 * processes may do this at once. Throws the error of the last folder when none can be used.
 */
export function unpack(folders: readonly string[], files: Package): string {
  let failure: unknown;
  for (const folder of folders) {
    try {
      return unpackInto(folder, files);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && elsewhere.has(String(error.code)))) throw error;
      failure = error;
    }
  }
  throw failure;
}

function unpackInto(folder: string, { hash, names, read }: Package): string {
  const target = path.join(folder, hash);
  if (names.every((name) => isThere(path.join(target, name)))) {
    assertOurs(folder);
    return target;
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  assertOurs(folder);
  const fresh = mkdtempSync(path.join(folder, `${hash}-`));
  try {
    for (const [name, text] of Object.entries(read())) {
      const file = path.join(fresh, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    // One that somebody has tidied up in part is replaced file by file: what runs from it finds the others where they were.
    for (const name of names) {
      mkdirSync(path.dirname(path.join(target, name)), { recursive: true });
      renameSync(path.join(fresh, name), path.join(target, name));
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return target;
}

/** Code of others must not be run: the folder may lie in a place that everybody can write to. */
function assertOurs(folder: string): void {
  const uid = process.getuid?.();
  if (uid === undefined) return;
  const { uid: owner, mode } = lstatSync(folder);
  if (owner === uid && (mode & 0o022) === 0) return;
  throw Object.assign(new Error(`The folder "${folder}" can be written to by others`), { code: 'EPERM' });
}

function isThere(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() === true;
}
