import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeProblem } from '../../../src/protocol/problems.ts';
import { LaunchFailure } from '../../../src/supervisor/launch/launchProblem.ts';
import type { UserIds } from '../../../src/supervisor/launch/userIds.ts';
import { findUserIds } from '../../../src/supervisor/launch/userIds.ts';

const root = { uid: 0, gid: 0 };
const me = { uid: 1000, gid: 1000 };
const unix = { skip: process.platform === 'win32' ? 'Windows has no such file of users' : false };

async function refusal(spec: Parameters<typeof findUserIds>[0], self: UserIds): Promise<string> {
  const error: unknown = await findUserIds(spec, self).then(
    (ids) => assert.fail(JSON.stringify(ids)),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof LaunchFailure, String(error));
  return `${error.problem.code}: ${describeProblem(error.problem)}`;
}

test('root may run apps as anybody', async () => {
  assert.deepEqual(await findUserIds({ uid: 1234, gid: '5678' }, root), { uid: 1234, gid: 5678 });
  assert.deepEqual(await findUserIds({ uid: null, gid: null }, root), {});
});

test('a name is looked up', unix, async () => {
  assert.deepEqual(await findUserIds({ uid: 'root', gid: null }, root), { uid: 0 });
  const text = await refusal({ uid: 'no-such-user', gid: null }, root);
  assert.match(text, /^user-missing: .*"no-such-user".*\/etc\/passwd/);
});

test('others may name themselves only', async () => {
  assert.deepEqual(await findUserIds({ uid: 1000, gid: 1000 }, me), {});
  assert.deepEqual(await findUserIds({ uid: null, gid: null }, me), {});
  assert.match(
    await refusal({ uid: 33, gid: null }, me),
    /^user-needs-root: "uid" is "33", which needs root.*1000/,
  );
  assert.match(await refusal({ uid: 1000, gid: 7 }, me), /^user-needs-root: "gid" is "7"/);
});

test('a name is quoted as it was written', unix, async () => {
  assert.match(await refusal({ uid: 'root', gid: null }, me), /"uid" is "root"/);
});
