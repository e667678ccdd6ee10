import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Verdict } from '../../../../src/cli/up/verdict.ts';
import { givenUp, verdict } from '../../../../src/cli/up/verdict.ts';
import type { AppInfo, InstanceStatus } from '../../../../src/protocol/model.ts';
import { app, instance } from '../fakeWorld.ts';

interface Given {
  readonly app?: Partial<AppInfo>;
  readonly scheduled?: boolean;
  readonly unstartable?: boolean;
}

function watchedOf(statuses: readonly InstanceStatus[], given: Given) {
  const web = app('web', { status: statuses[0] ?? 'stopped', ...given.app });
  const other = instance(app('other'), 0);
  return {
    apps: [web],
    instances: [...statuses.map((status, index) => instance(web, index, { status })), other],
    scheduled: new Set(given.scheduled === true ? [web.id] : []),
    unstartable: new Set(given.unstartable === true ? [web.id] : []),
  };
}

const goesOn: Verdict = { kind: 'goesOn' };
const cases: readonly (readonly [string, readonly InstanceStatus[], Given, Verdict])[] = [
  ['one instance still runs', ['errored', 'online'], {}, goesOn],
  ['one instance waits for its restart', ['waiting restart', 'errored'], {}, goesOn],
  ['one instance stops', ['stopping'], {}, goesOn],
  ['all is done', ['completed', 'completed'], {}, { kind: 'over', failed: [] }],
  ['all was stopped', ['stopped'], {}, { kind: 'over', failed: [] }],
  [
    'one has failed beside one that is done',
    ['completed', 'errored'],
    {},
    { kind: 'over', failed: ['web-1'] },
  ],
  ['one waits for what will not come', ['waiting'], {}, { kind: 'over', failed: ['web-0'] }],
  ['a save revives it', ['errored'], { app: { watch: true } }, goesOn],
  [
    'nothing that was stopped is revived by a save',
    ['stopped'],
    { app: { watch: true } },
    { kind: 'over', failed: [] },
  ],
  ['a schedule starts it again', ['completed'], { scheduled: true }, goesOn],
  [
    'it was stopped, so its schedule rests',
    ['stopped'],
    { scheduled: true, app: { wanted: false } },
    { kind: 'over', failed: [] },
  ],
  ['it could not be started', [], { unstartable: true }, { kind: 'over', failed: ['web'] }],
];

for (const [name, statuses, given, expected] of cases) {
  test(`whether it goes on: ${name}`, () => {
    assert.deepEqual(verdict(watchedOf(statuses, given)), expected);
  });
}

test('what was given up is told while others go on', () => {
  assert.deepEqual(givenUp(watchedOf(['online', 'errored'], {})), ['web-1']);
  assert.deepEqual(givenUp(watchedOf(['online', 'waiting restart'], {})), []);
});
