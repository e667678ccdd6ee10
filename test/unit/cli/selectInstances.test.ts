import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppInfo } from '../../../src/protocol/model.ts';
import { describeProblem } from '../../../src/protocol/problems.ts';
import { selectInstances } from '../../../src/cli/selectInstances.ts';
import { app, instance } from './fakeWorld.ts';

const web = app('web', { namespace: 'front' });
const webApi = app('web-api', { file: '/shop/api/pm2.json' });
const snapshot = {
  files: [],
  apps: [web, webApi],
  instances: [instance(web, 0), instance(web, 1), instance(webApi, 0, { name: 'web-api' })],
};

const cases: [string, string[]][] = [
  ['all', ['web-0', 'web-1', 'web-api']],
  ['web', ['web-0', 'web-1']],
  ['web-1', ['web-1']],
  ['web-api', ['web-api']],
  [web.id, ['web-0', 'web-1']],
  [`${web.id}/0`, ['web-0']],
  ['/shop/api/pm2.json', ['web-api']],
  ['front', ['web-0', 'web-1']],
  ['/^web/', ['web-0', 'web-1', 'web-api']],
];

for (const [selector, names] of cases) {
  test(`the selector ${selector} names ${names.join(', ')}`, () => {
    const chosen = selectInstances([selector], snapshot);
    assert.deepEqual('instances' in chosen && chosen.instances.map(({ name }) => name), names);
  });
}

test('an app that is shown with its profile answers to its name in the file, too', () => {
  const shown = { ...web, name: 'web-production' };
  for (const selector of ['web', 'web-production', 'web-1']) {
    const chosen = selectInstances([selector], { ...snapshot, apps: [shown] });
    assert.ok('instances' in chosen, selector);
  }
});

const refusals: [title: string, selector: string, apps: readonly AppInfo[], told: string][] = [
  ['what nothing is named', 'wbe', snapshot.apps, 'Nothing is named "wbe".'],
  ['a broken pattern', '/(/', snapshot.apps, 'Nothing is named "/(/".'],
  ['all of none', 'all', [], 'There are no apps here.'],
  [
    'a name of two apps',
    'web',
    [web, app('web', { id: 'api/pm2.json#web' })],
    '"web" fits several apps: "api/pm2.json#web", "ecosystem.config.js#web". Name one of these.',
  ],
];

for (const [title, selector, apps, told] of refusals) {
  test(`${title} is told`, () => {
    const chosen = selectInstances([selector], { ...snapshot, apps });
    assert.equal('problem' in chosen && describeProblem(chosen.problem), told);
  });
}
