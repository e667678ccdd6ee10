import assert from 'node:assert/strict';
import { test } from 'node:test';
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
  ['/(/', []],
  ['wbe', []],
];

for (const [selector, names] of cases) {
  test(`the selector ${selector} names ${names.length === 0 ? 'nothing' : names.join(', ')}`, () => {
    assert.deepEqual(
      selectInstances(selector, snapshot).map(({ name }) => name),
      names,
    );
  });
}
