import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { GenerationOwner } from '../protocol/rendezvous.ts';
import {
  generationFile,
  generationsIn,
  letsOthersReplace,
  parseOwner,
  socketFile,
} from '../protocol/rendezvous.ts';
import { protocolVersion } from '../protocol/contract.ts';
import type { Platform } from './platform/platform.ts';

export interface Generation {
  readonly number: number;
  /** 256 bits, hex; clients read it from the lock file. */
  readonly token: string;
}

/** Throws a sentence when others could put a folder of theirs in the place of one in `dir`, once that is checked. */
export function requireLastingPlaces(dir: string): void {
  if (process.getuid === undefined) return;
  // Where it is missing, it is made for this user alone.
  const stat = statSync(dir, { throwIfNoEntry: false });
  if (stat === undefined || !letsOthersReplace(stat.mode)) return;
  throw new Error(`Everybody may rename and remove what is in "${dir}". Run: chmod go-w "${dir}"`);
}

/**
 * Makes the runtime folder, or checks that the one there is this user's and closed to others.
 * Throws a sentence when it is not: somebody else may have put it there.
 */
export function prepareFolder(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const stat = lstatSync(dir);
  if (!stat.isDirectory()) throw new Error(`"${dir}" is not a folder. Remove it and try again.`);
  const uid = process.getuid?.();
  if (uid === undefined) return;
  if (stat.uid !== uid) {
    throw new Error(
      `The folder "${dir}" belongs to another user (uid ${stat.uid}). Remove it and try again.`,
    );
  }
  if ((stat.mode & 0o077) !== 0) {
    throw new Error(`The folder "${dir}" is open to other users. Run: chmod 700 "${dir}"`);
  }
}

/**
 * Becomes the owner of the next generation, or returns undefined because a live owner exists.
 *
 * A generation is taken by `link(2)`, which fails when the name exists. Numbers only grow: the lock of an owner
 * that ended stays until the next one has taken over, so a slow starter can never take a number again.
 */
export function acquireGeneration(
  dir: string,
  platform: Pick<Platform, 'bootId' | 'startTime'>,
): Generation | undefined {
  const token = randomBytes(32).toString('hex');
  const owner: GenerationOwner = {
    pid: process.pid,
    start: platform.startTime(process.pid) ?? '',
    boot: platform.bootId(),
    token,
    protocol: protocolVersion,
  };
  const draft = join(dir, `draft.${process.pid}.${randomBytes(4).toString('hex')}`);
  writeFileSync(draft, JSON.stringify(owner), { mode: 0o600, flag: 'wx' });
  try {
    for (;;) {
      const highest = generationsIn(readdirSync(dir))[0] ?? 0;
      if (highest > 0 && isAlive(readOwner(dir, highest), platform)) return undefined;
      const mine = highest + 1;
      if (!link(draft, join(dir, generationFile(mine)))) continue;
      // Somebody may have taken over and tidied up between the listing and the link.
      if ((generationsIn(readdirSync(dir))[0] ?? 0) === mine) return { number: mine, token };
      // And an owner that came since may have tidied this one up as well.
      removeIfThere(join(dir, generationFile(mine)));
    }
  } finally {
    unlinkSync(draft);
  }
}

/** Removes what earlier generations left, once the own socket accepts. */
export function removeLowerGenerations(dir: string, mine: number): void {
  for (const name of readdirSync(dir)) {
    const generation = Number(/^(?:gen\.|s)(\d+)(?:\.sock)?$/.exec(name)?.[1] ?? Infinity);
    // Also what is no file: whatever stood in its place is no lock of anybody.
    if (generation < mine) rmSync(join(dir, name), { recursive: true, force: true });
  }
}

/** Nobody but the owner of a generation may listen at its address, so whatever is there is left over. */
export function clearSocket(path: string): void {
  if (process.platform !== 'win32') rmSync(path, { recursive: true, force: true });
}

/** The socket goes with its owner; the lock file stays, so that numbers only grow. */
export function removeSocket(dir: string, generation: number): void {
  removeIfThere(join(dir, socketFile(generation)));
}

/** Only this user may connect, whatever the umask was when the socket was made. */
export function protectSocket(path: string): void {
  if (process.platform !== 'win32') chmodSync(path, 0o600);
}

function readOwner(dir: string, generation: number): GenerationOwner | undefined {
  try {
    return parseOwner(readFileSync(join(dir, generationFile(generation)), 'utf8'));
  } catch (error) {
    // Missing, or a folder in its place: nobody has taken it.
    if (isCode(error, 'ENOENT') || isCode(error, 'EISDIR')) return undefined;
    throw error;
  }
}

function isAlive(
  owner: GenerationOwner | undefined,
  platform: Pick<Platform, 'bootId' | 'startTime'>,
): boolean {
  return (
    owner !== undefined && owner.boot === platform.bootId() && platform.startTime(owner.pid) === owner.start
  );
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
