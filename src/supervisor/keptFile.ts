import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** Damaged files that are kept for somebody to look into; the oldest go first. */
const keptDamaged = 5;

export interface Newest<T> {
  /** Undefined when there is no file, or none that could be read. */
  readonly value: T | undefined;
  /** Where the newest damaged file has been set aside. */
  readonly damaged: string | undefined;
  /** The value is that of `<name>.previous.json`. */
  readonly usedPrevious: boolean;
}

/**
 * What `<name>.json` says, or where that is missing or damaged `<name>.previous.json`. `read` throws for a value
 * that has the wrong shape. A damaged file is set aside as `<name>.damaged-<epoch ms>.json`, so that nothing is
 * lost silently. Throws when it cannot be set aside.
 */
export function readNewest<T>(dir: string, name: string, read: (value: unknown) => T): Newest<T> {
  for (const file of readdirSync(dir)) if (file.startsWith(draftPrefix(name))) unlinkSync(join(dir, file));
  const damaged: string[] = [];
  for (const path of [currentPath(dir, name), previousPath(dir, name)]) {
    try {
      const value = read(JSON.parse(readFileSync(path, 'utf8')));
      return { value, damaged: damaged[0], usedPrevious: path === previousPath(dir, name) };
    } catch (error) {
      if (isMissing(error)) continue;
      console.error(`${path} is damaged: ${error instanceof Error ? error.message : String(error)}`);
      damaged.push(setAside(dir, name, path));
    }
  }
  return { value: undefined, damaged: damaged[0], usedPrevious: false };
}

/**
 * Makes `text` the content of `<name>.json` (mode 0600) and keeps the old content as `<name>.previous.json`.
 * Whenever the process or the machine dies, at least one of the two is there and complete. Returns the path. Throws
 * when the disk is full; both are then as they were.
 */
export function replaceKeepingPrevious(dir: string, name: string, text: string): string {
  const draft = join(dir, `${draftPrefix(name)}${process.pid}`);
  try {
    writeDraft(draft, text);
  } catch (error) {
    // What there was room for would take it from the next attempt.
    rmSync(draft, { force: true });
    throw error;
  }
  try {
    renameSync(currentPath(dir, name), previousPath(dir, name));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  renameSync(draft, currentPath(dir, name));
  return currentPath(dir, name);
}

function writeDraft(draft: string, text: string): void {
  const file = openSync(draft, 'w', 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Removes `<name>.json` and the one kept before it. Returns whether there was any. */
export function removeKept(dir: string, name: string): boolean {
  const there = [currentPath(dir, name), previousPath(dir, name)].filter((path) => existsSync(path));
  for (const path of there) unlinkSync(path);
  return there.length > 0;
}

function currentPath(dir: string, name: string): string {
  return join(dir, `${name}.json`);
}

function previousPath(dir: string, name: string): string {
  return join(dir, `${name}.previous.json`);
}

function draftPrefix(name: string): string {
  return `${name}.json.tmp`;
}

/** The new path. */
function setAside(dir: string, name: string, path: string): string {
  let time = Date.now();
  const asideAt = (at: number): string => join(dir, `${name}.damaged-${at}.json`);
  // Two files may be damaged in the same millisecond.
  while (existsSync(asideAt(time))) time += 1;
  renameSync(path, asideAt(time));
  const times = readdirSync(dir)
    .map((file) => (file.startsWith(`${name}.damaged-`) ? /-(\d+)\.json$/.exec(file)?.[1] : undefined))
    .filter((found) => found !== undefined)
    .map(Number)
    .sort((a, b) => b - a);
  for (const old of times.slice(keptDamaged)) unlinkSync(asideAt(old));
  return asideAt(time);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
