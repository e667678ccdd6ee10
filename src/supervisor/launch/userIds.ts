import { readFile } from 'node:fs/promises';
import type { AppSpec } from '../../ecosystem/appSpec.ts';
import { LaunchFailure } from './launchProblem.ts';

export interface UserIds {
  readonly uid?: number;
  readonly gid?: number;
}

/** The numbers behind an app's `uid` and `gid`, names looked up in the system's files. */
export async function findUserIds({ uid, gid }: Pick<AppSpec, 'uid' | 'gid'>): Promise<UserIds> {
  return {
    ...(uid === null ? {} : { uid: await idOf(uid, '/etc/passwd') }),
    ...(gid === null ? {} : { gid: await idOf(gid, '/etc/group') }),
  };
}

async function idOf(id: string | number, file: string): Promise<number> {
  if (typeof id === 'number') return id;
  if (/^\d+$/.test(id)) return Number(id);
  const lines = (await readFile(file, 'utf8')).split('\n').map((line) => line.split(':'));
  const found = lines.find(([name]) => name === id)?.[2];
  if (found === undefined) throw new LaunchFailure('user-missing', { user: id, file });
  return Number(found);
}
