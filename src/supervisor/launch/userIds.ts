import { readFile } from 'node:fs/promises';
import type { AppSpec } from '../../ecosystem/appSpec.ts';
import { LaunchFailure } from './launchProblem.ts';

export interface UserIds {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * The numbers behind an app's `uid` and `gid`, names looked up in the system's files. Throws a `LaunchFailure` for
 * a name that is not there, and for somebody else than `self` unless that is root.
 */
export async function findUserIds(
  { uid, gid }: Pick<AppSpec, 'uid' | 'gid'>,
  self: UserIds = { uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1 },
): Promise<UserIds> {
  const ids = {
    ...(uid === null ? {} : { uid: await idOf(uid, '/etc/passwd') }),
    ...(gid === null ? {} : { gid: await idOf(gid, '/etc/group') }),
  };
  if (self.uid === 0) return ids;
  for (const option of ['uid', 'gid'] as const) {
    if (ids[option] === undefined || ids[option] === self[option]) continue;
    const data = { option, user: String(option === 'uid' ? uid : gid), self: String(self.uid) };
    throw new LaunchFailure('user-needs-root', data);
  }
  return {};
}

async function idOf(id: string | number, file: string): Promise<number> {
  if (typeof id === 'number') return id;
  if (/^\d+$/.test(id)) return Number(id);
  const lines = (await readFile(file, 'utf8')).split('\n').map((line) => line.split(':'));
  const found = lines.find(([name]) => name === id)?.[2];
  if (found === undefined) throw new LaunchFailure('user-missing', { user: id, file });
  return Number(found);
}
