import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeLines, changesOf, hasNews } from '../../../src/extension/changes/fileChanges.ts';
import { english } from '../../../src/ecosystem/translate.ts';
import type { AppInfo, PendingChange } from '../../../src/protocol/model.ts';
import { app } from './records.ts';

const file = '/w/ecosystem.config.js';
const more: PendingChange = { kind: 'changed', option: 'instances', from: '2', to: '4' };
const withoutPort: PendingChange = { kind: 'removed', option: 'env PORT', from: null, to: null };

function named(name: string, over: Partial<AppInfo> = {}): AppInfo {
  return app({ id: `ecosystem.config.js#${name}`, name, ...over });
}

function differing(...apps: AppInfo[]) {
  return changesOf(file, { files: [], apps, instances: [] });
}

test('the changes of a file are put in words, app by app', () => {
  const changes = differing(
    named('same'),
    named('api', { pending: [more, withoutPort] }),
    named('worker', { isNew: true }),
    named('tool', { isNew: true, autostart: false }),
    named('old', { listed: false }),
    named('other', { file: '/w/other.json', isNew: true }),
  );
  assert.deepEqual(changeLines(changes, english), [
    'api: instances 2 -> 4, env PORT removed',
    'worker is new',
    'old is no longer in it',
  ]);
});

const one = named('api', { pending: [more] });
const both = named('api', { pending: [more, withoutPort] });
const cases: [string, AppInfo[], AppInfo[], boolean][] = [
  ['a first change', [named('api')], [one], true],
  ['a further change', [one], [both], true],
  ['the same change', [one], [one], false],
  ['a change taken back', [both], [one], false],
  ['a new app', [one], [one, named('worker', { isNew: true })], true],
  ['a removed app', [named('api')], [named('api', { listed: false })], true],
  [
    'an app that was removed before',
    [named('api', { listed: false })],
    [named('api', { listed: false })],
    false,
  ],
  ['nothing', [named('api')], [named('api')], false],
];

for (const [what, before, after, isNews] of cases) {
  test(`${what} is ${isNews ? '' : 'no '}news`, () => {
    assert.equal(hasNews(differing(...before), differing(...after)), isNews);
  });
}
